<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Commands</name>
    <message>
        <source>&amp;Open...</source>
        <translation>打开(&amp;O)...</translation>
    </message>
    <message>
        <source>Open a scenario or a recorded run</source>
        <translation>打开场景或已记录的运行</translation>
    </message>
    <message>
        <source>&amp;Save changes...</source>
        <translation>保存改动(&amp;S)...</translation>
    </message>
    <message>
        <source>Save the changes of this branch as an overlay file</source>
        <translation>把此分支的改动保存为叠加文件</translation>
    </message>
    <message>
        <source>Save as s&amp;cenario...</source>
        <translation>另存为场景(&amp;C)...</translation>
    </message>
    <message>
        <source>Save the scenario with the changes of this branch as one file</source>
        <translation>把场景连同此分支的改动保存为一个文件</translation>
    </message>
    <message>
        <source>Save &amp;picture...</source>
        <translation>保存图片(&amp;P)...</translation>
    </message>
    <message>
        <source>Save what the stage shows as PNG or SVG</source>
        <translation>把舞台画面保存为 PNG 或 SVG</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Leave Orrery</source>
        <translation>离开 Orrery</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>Take back the last change</source>
        <translation>撤回上一次改动</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Make the change again</source>
        <translation>重新做出改动</translation>
    </message>
    <message>
        <source>&amp;Break or change...</source>
        <translation>破坏或更改(&amp;B)...</translation>
    </message>
    <message>
        <source>What can be broken or changed at this moment</source>
        <translation>此刻可以破坏或更改什么</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>Cancel a change that is not computed yet; leave presenting</source>
        <translation>取消尚未算出的改动；退出演示</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>To the &amp;start</source>
        <translation>回到开头(&amp;S)</translation>
    </message>
    <message>
        <source>Go to the start</source>
        <translation>回到开头</translation>
    </message>
    <message>
        <source>To the &amp;end</source>
        <translation>跳到末尾(&amp;E)</translation>
    </message>
    <message>
        <source>Go to the end of what is computed</source>
        <translation>跳到已算出部分的末尾</translation>
    </message>
    <message>
        <source>Pre&amp;vious headline</source>
        <translation>上一个要点(&amp;V)</translation>
    </message>
    <message>
        <source>Go back to the headline before</source>
        <translation>回到前一个要点</translation>
    </message>
    <message>
        <source>&amp;Next headline</source>
        <translation>下一个要点(&amp;N)</translation>
    </message>
    <message>
        <source>Go on to the next headline</source>
        <translation>前进到下一个要点</translation>
    </message>
    <message>
        <source>Step &amp;back</source>
        <translation>后退一步(&amp;B)</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>Step &amp;forward</source>
        <translation>前进一步(&amp;F)</translation>
    </message>
    <message>
        <source>One step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>Step by &amp;headline</source>
        <translation>按要点步进(&amp;H)</translation>
    </message>
    <message>
        <source>A step goes to the next headline</source>
        <translation>每一步走到下一个要点</translation>
    </message>
    <message>
        <source>Step b&amp;y event</source>
        <translation>按事件步进(&amp;Y)</translation>
    </message>
    <message>
        <source>A step goes to the next event</source>
        <translation>每一步走到下一个事件</translation>
    </message>
    <message>
        <source>Step by &amp;message</source>
        <translation>按消息步进(&amp;M)</translation>
    </message>
    <message>
        <source>A step goes to the next message</source>
        <translation>每一步走到下一条消息</translation>
    </message>
    <message>
        <source>&amp;Calm clock</source>
        <translation>从容时钟(&amp;C)</translation>
    </message>
    <message>
        <source>Slow down for headlines, hurry through quiet stretches</source>
        <translation>遇到要点放慢，平静时段快速带过</translation>
    </message>
    <message>
        <source>S&amp;lower</source>
        <translation>减慢(&amp;L)</translation>
    </message>
    <message>
        <source>Play more slowly</source>
        <translation>放慢播放</translation>
    </message>
    <message>
        <source>Fas&amp;ter</source>
        <translation>加快(&amp;T)</translation>
    </message>
    <message>
        <source>Play faster</source>
        <translation>加快播放</translation>
    </message>
    <message>
        <source>N&amp;ormal speed</source>
        <translation>正常速度(&amp;O)</translation>
    </message>
    <message>
        <source>Play at normal speed</source>
        <translation>以正常速度播放</translation>
    </message>
    <message>
        <source>E&amp;xpectations</source>
        <translation>预期(&amp;X)</translation>
    </message>
    <message>
        <source>What the scenario expects, and whether it holds</source>
        <translation>场景的预期及其是否成立</translation>
    </message>
    <message>
        <source>Stop comp&amp;uting</source>
        <translation>停止计算(&amp;U)</translation>
    </message>
    <message>
        <source>Stop the run that is being computed; what is there stays</source>
        <translation>停止正在计算的运行；已有部分保留</translation>
    </message>
    <message>
        <source>To the first &amp;difference</source>
        <translation>跳到首个差异(&amp;D)</translation>
    </message>
    <message>
        <source>Go to the first headline that is not the same without the change</source>
        <translation>跳到与没有改动时不同的第一个要点</translation>
    </message>
    <message>
        <source>Pre&amp;vious branch</source>
        <translation>上一个分支(&amp;V)</translation>
    </message>
    <message>
        <source>Show the branch before</source>
        <translation>显示前一个分支</translation>
    </message>
    <message>
        <source>&amp;Next branch</source>
        <translation>下一个分支(&amp;N)</translation>
    </message>
    <message>
        <source>Show the next branch</source>
        <translation>显示下一个分支</translation>
    </message>
    <message>
        <source>&amp;Rename branch</source>
        <translation>重命名分支(&amp;R)</translation>
    </message>
    <message>
        <source>Give the branch another name</source>
        <translation>给分支另起名字</translation>
    </message>
    <message>
        <source>De&amp;lete branch</source>
        <translation>删除分支(&amp;L)</translation>
    </message>
    <message>
        <source>Delete the branch and those that grew from it</source>
        <translation>删除此分支以及由它长出的分支</translation>
    </message>
    <message>
        <source>&amp;Fit the stage</source>
        <translation>适应窗口(&amp;F)</translation>
    </message>
    <message>
        <source>Show the whole stage</source>
        <translation>显示整个舞台</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Look closer</source>
        <translation>靠近看</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Look from further away</source>
        <translation>离远看</translation>
    </message>
    <message>
        <source>&amp;Single points of failure</source>
        <translation>单点故障(&amp;S)</translation>
    </message>
    <message>
        <source>Mark what would split the network if it failed</source>
        <translation>标出一旦失效就会使网络分裂的部分</translation>
    </message>
    <message>
        <source>Larger &amp;text</source>
        <translation>放大文字(&amp;T)</translation>
    </message>
    <message>
        <source>Larger text everywhere</source>
        <translation>放大所有文字</translation>
    </message>
    <message>
        <source>S&amp;maller text</source>
        <translation>缩小文字(&amp;M)</translation>
    </message>
    <message>
        <source>Smaller text everywhere</source>
        <translation>缩小所有文字</translation>
    </message>
    <message>
        <source>&amp;Normal text</source>
        <translation>正常文字(&amp;N)</translation>
    </message>
    <message>
        <source>Text of normal size</source>
        <translation>文字恢复正常大小</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>深色主题(&amp;D)</translation>
    </message>
    <message>
        <source>Light signs on a dark ground</source>
        <translation>深色背景，浅色文字</translation>
    </message>
    <message>
        <source>Scenario &amp;library</source>
        <translation>场景库(&amp;L)</translation>
    </message>
    <message>
        <source>Show or hide the scenario library</source>
        <translation>显示或隐藏场景库</translation>
    </message>
    <message>
        <source>Find &amp;a scenario</source>
        <translation>查找场景(&amp;A)</translation>
    </message>
    <message>
        <source>Search in the scenario library</source>
        <translation>在场景库中搜索</translation>
    </message>
    <message>
        <source>S&amp;cript</source>
        <translation>脚本(&amp;C)</translation>
    </message>
    <message>
        <source>Show or hide the scenario&apos;s script with your changes</source>
        <translation>显示或隐藏场景脚本和你的改动</translation>
    </message>
    <message>
        <source>&amp;Branches</source>
        <translation>分支(&amp;B)</translation>
    </message>
    <message>
        <source>Show or hide the tree of branches</source>
        <translation>显示或隐藏分支树</translation>
    </message>
    <message>
        <source>&amp;Present</source>
        <translation>演示(&amp;P)</translation>
    </message>
    <message>
        <source>Full screen with large text, nothing but stage and timeline</source>
        <translation>全屏大字，只有舞台和时间线</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Use the whole screen</source>
        <translation>使用整个屏幕</translation>
    </message>
    <message>
        <source>Blac&amp;k screen</source>
        <translation>黑屏(&amp;K)</translation>
    </message>
    <message>
        <source>Black picture while you talk; any key brings it back</source>
        <translation>讲话时黑屏，按任意键恢复</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>按键(&amp;K)</translation>
    </message>
    <message>
        <source>All keys on one sheet</source>
        <translation>所有按键一览</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>入门提示(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;About Orrery</source>
        <translation>关于 Orrery(&amp;A)</translation>
    </message>
    <message>
        <source>What this program is, and its licences</source>
        <translation>这个程序是什么，以及它的许可证</translation>
    </message>
    <message>
        <source>Compare: show it &amp;without the change (hold)</source>
        <translation>对比：显示没有这项改动时的情形（按住）(&amp;W)</translation>
    </message>
    <message>
        <source>Hold the key or the button: the same moment without the change</source>
        <translation>按住按键或按钮：同一时刻，没有这项改动</translation>
    </message>
    <message>
        <source>Show the hints of the first start again</source>
        <translation>再次显示首次启动时的提示</translation>
    </message>
</context>
<context>
    <name>MenuText</name>
    <message>
        <source>Heal the network</source>
        <translation>恢复网络</translation>
    </message>
    <message>
        <source>nobody is cut off</source>
        <translation>没有谁被隔断</translation>
    </message>
    <message>
        <source>Heal the partition %1</source>
        <translation>恢复分区 %1</translation>
    </message>
    <message>
        <source>Heal all partitions</source>
        <translation>恢复所有分区</translation>
    </message>
    <message>
        <source>Something is missing here.</source>
        <translation>这里缺少内容。</translation>
    </message>
    <message>
        <source>%1 — %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>It ends by itself after so long, like 10 s.</source>
        <translation>经过这么久后自行结束，例如 10 s。</translation>
    </message>
    <message>
        <source>For a while</source>
        <translation>持续一段时间</translation>
    </message>
    <message>
        <source>The network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>it is frozen and answers nobody</source>
        <translation>它已冻结，不回应任何人</translation>
    </message>
    <message>
        <source>Switch off: %1</source>
        <translation>关闭：%1</translation>
    </message>
    <message>
        <source>Switch on: %1</source>
        <translation>开启：%1</translation>
    </message>
    <message>
        <source>%1: now %2</source>
        <translation>%1：现为 %2</translation>
    </message>
    <message>
        <source>Actions of %1</source>
        <translation>%1 的操作</translation>
    </message>
    <message>
        <source>Settings of %1</source>
        <translation>%1 的设置</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>持续多久</translation>
    </message>
    <message>
        <source>It ends by itself after so long, like 10 s. Empty: it stays.</source>
        <translation>经过这么久后自行结束，例如 10 s。留空：一直持续。</translation>
    </message>
    <message>
        <source>A share in percent, like 5 %</source>
        <translation>百分比，例如 5 %</translation>
    </message>
    <message>
        <source>A number like 10: everything takes ten times as long</source>
        <translation>一个数，例如 10：一切耗时十倍</translation>
    </message>
    <message>
        <source>Split the leader %1 from everybody else</source>
        <translation>把领导者 %1 与其他所有人隔开</translation>
    </message>
    <message>
        <source>Split the leader %1 from the other members</source>
        <translation>把领导者 %1 与其他成员隔开</translation>
    </message>
    <message>
        <source>Leave the leader %1 with a minority of %2</source>
        <translation>让领导者 %1 留在 %2 的少数派一边</translation>
    </message>
    <message>
        <source>Which one</source>
        <translation>哪一个</translation>
    </message>
    <message>
        <source>Split the clients from the servers</source>
        <translation>把客户端与服务器隔开</translation>
    </message>
    <message>
        <source>Split the zone %1 from the rest</source>
        <translation>把区域 %1 与其余隔开</translation>
    </message>
    <message>
        <source>Split the rack %1 from the rest</source>
        <translation>把机架 %1 与其余隔开</translation>
    </message>
    <message>
        <source>Split from the rest</source>
        <translation>与其余隔开</translation>
    </message>
    <message>
        <source>Split %1 from the rest</source>
        <translation>把 %1 与其余隔开</translation>
    </message>
    <message>
        <source>all of %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>Cut the power of one of %1</source>
        <translation>给 %1 中的一台断电</translation>
    </message>
    <message>
        <source>there is no power already</source>
        <translation>已经断电</translation>
    </message>
    <message>
        <source>Switch one of %1 on again</source>
        <translation>给 %1 中的一台重新通电</translation>
    </message>
    <message>
        <source>Cut %1 off from everybody else</source>
        <translation>把 %1 与其他所有人隔断</translation>
    </message>
    <message>
        <source>Repair the links of %1</source>
        <translation>修复 %1 的链路</translation>
    </message>
    <message>
        <source>Plug the network of %1 in again</source>
        <translation>重新插上 %1 的网线</translation>
    </message>
    <message>
        <source>Cut all links of %1</source>
        <translation>切断 %1 的所有链路</translation>
    </message>
    <message>
        <source>Unplug the network of %1</source>
        <translation>拔掉 %1 的网线</translation>
    </message>
    <message>
        <source>its links are cut already</source>
        <translation>它的链路已切断</translation>
    </message>
    <message>
        <source>How many times as long</source>
        <translation>慢多少倍</translation>
    </message>
    <message>
        <source>How many syncs fail</source>
        <translation>失败多少次 sync</translation>
    </message>
    <message>
        <source>A whole number from 1</source>
        <translation>不小于 1 的整数</translation>
    </message>
    <message>
        <source>Share of the reads</source>
        <translation>读取的比例</translation>
    </message>
    <message>
        <source>By how much</source>
        <translation>多少</translation>
    </message>
    <message>
        <source>Ahead of the truth; -5 s is behind it</source>
        <translation>比真实时间快；-5 s 表示慢</translation>
    </message>
    <message>
        <source>Forward; -1 h is back</source>
        <translation>向前；-1 h 表示向后</translation>
    </message>
    <message>
        <source>How fast</source>
        <translation>快多少</translation>
    </message>
    <message>
        <source>Millionths: 100000 ppm runs a tenth fast, -100000 ppm a tenth slow</source>
        <translation>百万分之一：100000 ppm 快十分之一，-100000 ppm 慢十分之一</translation>
    </message>
    <message>
        <source>Make the disk slow</source>
        <translation>让磁盘变慢</translation>
    </message>
    <message>
        <source>Let the disk be fast again</source>
        <translation>让磁盘恢复正常</translation>
    </message>
    <message>
        <source>Fill the disk</source>
        <translation>写满磁盘</translation>
    </message>
    <message>
        <source>Let syncs to the disk fail</source>
        <translation>让磁盘 sync 失败</translation>
    </message>
    <message>
        <source>Flip bits of what is read</source>
        <translation>让读取的位翻转</translation>
    </message>
    <message>
        <source>Flip no more bits</source>
        <translation>停止位翻转</translation>
    </message>
    <message>
        <source>Make the processor slow</source>
        <translation>让处理器变慢</translation>
    </message>
    <message>
        <source>Let the processor be fast again</source>
        <translation>让处理器恢复正常</translation>
    </message>
    <message>
        <source>Set the clock wrong</source>
        <translation>把时钟拨错</translation>
    </message>
    <message>
        <source>Set the clock right again</source>
        <translation>把时钟拨正</translation>
    </message>
    <message>
        <source>Let the clock jump</source>
        <translation>让时钟跳变</translation>
    </message>
    <message>
        <source>Let the clock run fast or slow</source>
        <translation>让时钟走快或走慢</translation>
    </message>
    <message>
        <source>Let the clock keep time again</source>
        <translation>让时钟恢复准确</translation>
    </message>
    <message>
        <source>there is no power</source>
        <translation>没有电</translation>
    </message>
    <message>
        <source>the %1 programs %2</source>
        <translation>%2 的 %1 个程序</translation>
    </message>
    <message>
        <source>Program: %1</source>
        <translation>程序：%1</translation>
    </message>
    <message>
        <source>Switch %1 on again</source>
        <translation>给 %1 重新通电</translation>
    </message>
    <message>
        <source>Cut the power of %1</source>
        <translation>给 %1 断电</translation>
    </message>
    <message>
        <source>Disk and processor</source>
        <translation>磁盘与处理器</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>时钟</translation>
    </message>
    <message>
        <source>Delay everything</source>
        <translation>延迟一切</translation>
    </message>
    <message>
        <source>End the delay</source>
        <translation>结束延迟</translation>
    </message>
    <message>
        <source>Lose some packets</source>
        <translation>丢失部分数据包</translation>
    </message>
    <message>
        <source>Lose no more packets</source>
        <translation>停止丢包</translation>
    </message>
    <message>
        <source>Deliver some packets twice</source>
        <translation>部分数据包送达两次</translation>
    </message>
    <message>
        <source>Deliver no more packets twice</source>
        <translation>停止重复送达</translation>
    </message>
    <message>
        <source>Let packets overtake each other</source>
        <translation>让数据包乱序</translation>
    </message>
    <message>
        <source>Let no more packets overtake each other</source>
        <translation>停止乱序</translation>
    </message>
    <message>
        <source>Each way, on top of the link&apos;s own latency</source>
        <translation>每个方向，在链路自身延迟之上</translation>
    </message>
    <message>
        <source>Up to so much more</source>
        <translation>最多再加</translation>
    </message>
    <message>
        <source>Drawn for each message, like 20 ms; may be empty</source>
        <translation>每条消息随机抽取，例如 20 ms；可以留空</translation>
    </message>
    <message>
        <source>Share of the packets</source>
        <translation>数据包的比例</translation>
    </message>
    <message>
        <source>Held back by</source>
        <translation>延后</translation>
    </message>
    <message>
        <source>Repair the link %1</source>
        <translation>修复链路 %1</translation>
    </message>
    <message>
        <source>Cut the link %1</source>
        <translation>切断链路 %1</translation>
    </message>
    <message>
        <source>it is cut already</source>
        <translation>已经切断</translation>
    </message>
    <message>
        <source>Cut it one way: nothing gets from %1 to %2</source>
        <translation>单向切断：%1 到 %2 什么都过不去</translation>
    </message>
    <message>
        <source>nothing gets there already</source>
        <translation>已经什么都过不去</translation>
    </message>
    <message>
        <source>it is not cut</source>
        <translation>没有切断</translation>
    </message>
    <message>
        <source>Crash %1</source>
        <translation>让 %1 崩溃</translation>
    </message>
    <message>
        <source>its machine has no power</source>
        <translation>它的机器没有电</translation>
    </message>
    <message>
        <source>Freeze %1</source>
        <translation>冻结 %1</translation>
    </message>
    <message>
        <source>it is frozen already</source>
        <translation>已经冻结</translation>
    </message>
    <message>
        <source>Let %1 go on</source>
        <translation>让 %1 继续运行</translation>
    </message>
    <message>
        <source>it is not frozen</source>
        <translation>没有冻结</translation>
    </message>
    <message>
        <source>it has not started yet</source>
        <translation>尚未启动</translation>
    </message>
    <message>
        <source>it has crashed</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>it gave up</source>
        <translation>已自行退出</translation>
    </message>
    <message>
        <source>Start %1 again</source>
        <translation>重新启动 %1</translation>
    </message>
    <message>
        <source>Restart %1</source>
        <translation>重启 %1</translation>
    </message>
    <message>
        <source>its machine %1</source>
        <translation>它的机器 %1</translation>
    </message>
    <message>
        <source>Cut its machine %1 off from everybody else</source>
        <translation>把它的机器 %1 与其他所有人隔断</translation>
    </message>
    <message>
        <source>All %1 of %2</source>
        <translation>%2 的全部 %1 个</translation>
    </message>
</context>
<context>
    <name>Snapshot</name>
    <message>
        <source>--at needs a time such as 31s, not &apos;%1&apos;</source>
        <translation>--at 需要一个时间，例如 31s，而不是“%1”</translation>
    </message>
    <message>
        <source>--size needs a width and a height such as 1280x720, not &apos;%1&apos;</source>
        <translation>--size 需要宽和高，例如 1280x720，而不是“%1”</translation>
    </message>
    <message>
        <source>--scale needs a number from 0.5 to 8 that makes no side longer than %1 pixels, not &apos;%2&apos;</source>
        <translation>--scale 需要 0.5 到 8 的数，且任何一边不超过 %1 像素，而不是“%2”</translation>
    </message>
    <message>
        <source>--%1 is %2 or %3, not &apos;%4&apos;</source>
        <translation>--%1 应为 %2 或 %3，而不是“%4”</translation>
    </message>
    <message>
        <source>the trace ends at %1, before the time of --at</source>
        <translation>轨迹在 %1 结束，早于 --at 的时间</translation>
    </message>
    <message>
        <source>cannot write &apos;%1&apos;: %2</source>
        <translation>无法写入“%1”：%2</translation>
    </message>
    <message>
        <source>the font &apos;Noto Sans CJK SC&apos; is not installed; it is in the package fonts-noto-cjk, which ./run installs</source>
        <translation>未安装字体 Noto Sans CJK SC；它在软件包 fonts-noto-cjk 中，./run 会安装它</translation>
    </message>
    <message>
        <source>Write a picture of TRACE to a file instead of opening a window; needs no display.</source>
        <translation>不打开窗口，把 TRACE 的一幅画面写入文件；不需要显示器。</translation>
    </message>
    <message>
        <source>TRACE</source>
        <translation>TRACE</translation>
    </message>
    <message>
        <source>TIME</source>
        <translation>TIME</translation>
    </message>
    <message>
        <source>What is shown: stage.</source>
        <translation>显示什么：stage。</translation>
    </message>
    <message>
        <source>VIEW</source>
        <translation>VIEW</translation>
    </message>
    <message>
        <source>The file that is written: .png or .svg.</source>
        <translation>要写入的文件：.png 或 .svg。</translation>
    </message>
    <message>
        <source>FILE</source>
        <translation>FILE</translation>
    </message>
    <message>
        <source>The language: en or zh.</source>
        <translation>语言：en 或 zh。</translation>
    </message>
    <message>
        <source>LANGUAGE</source>
        <translation>LANGUAGE</translation>
    </message>
    <message>
        <source>The picture&apos;s size: 1280x720 unless given.</source>
        <translation>画面大小：默认 1280x720。</translation>
    </message>
    <message>
        <source>SIZE</source>
        <translation>SIZE</translation>
    </message>
    <message>
        <source>light or dark.</source>
        <translation>light 或 dark。</translation>
    </message>
    <message>
        <source>THEME</source>
        <translation>THEME</translation>
    </message>
    <message>
        <source>How many pixels of a .png one pixel of the size has: 1 unless given.</source>
        <translation>.png 中每个像素的倍数：默认 1。</translation>
    </message>
    <message>
        <source>FACTOR</source>
        <translation>FACTOR</translation>
    </message>
    <message>
        <source>--view is stage, not &apos;%1&apos;</source>
        <translation>--view 应为 stage，而不是“%1”</translation>
    </message>
    <message>
        <source>--snapshot needs --out FILE</source>
        <translation>--snapshot 需要 --out FILE</translation>
    </message>
    <message>
        <source>--out needs a file that ends in .png or .svg, not &apos;%1&apos;</source>
        <translation>--out 需要以 .png 或 .svg 结尾的文件，而不是“%1”</translation>
    </message>
    <message>
        <source>The simulated time that is shown first, such as 31s or 1500ms.</source>
        <translation>首先显示的模拟时间，例如 31s 或 1500ms。</translation>
    </message>
    <message>
        <source>--%1 is for a picture without a window: it needs --snapshot</source>
        <translation>--%1 用于不开窗口的图片，需要与 --snapshot 一起使用</translation>
    </message>
</context>
<context>
    <name>StageText</name>
    <message>
        <source>not started yet</source>
        <translation>尚未启动</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>paused: its timers and messages wait</source>
        <translation>已暂停：定时器和消息都在等待</translation>
    </message>
    <message>
        <source>crashed</source>
        <translation>已崩溃</translation>
    </message>
    <message>
        <source>gave up by itself</source>
        <translation>自行退出</translation>
    </message>
    <message>
        <source>its machine has no power</source>
        <translation>它的机器没有电</translation>
    </message>
    <message>
        <source>carries both ways</source>
        <translation>双向畅通</translation>
    </message>
    <message>
        <source>cut in one direction</source>
        <translation>一个方向被切断</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>交换机</translation>
    </message>
    <message>
        <source>Machine with the address %1</source>
        <translation>地址为 %1 的机器</translation>
    </message>
    <message>
        <source>has no power</source>
        <translation>没有电</translation>
    </message>
    <message>
        <source>runs %1</source>
        <translation>运行着 %1</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%2 上的 %1</translation>
    </message>
    <message>
        <source>Link: %1 one way, %2</source>
        <translation>链路：单向 %1，%2</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>消息 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n machine(s).</source>
        <translation>
            <numerusform>%n 台机器。</numerusform>
        </translation>
    </message>
    <message>
        <source>Without power: %1.</source>
        <translation>没有电：%1。</translation>
    </message>
    <message>
        <source>The network is split.</source>
        <translation>网络已分裂。</translation>
    </message>
    <message>
        <source>So many messages a second on this link: %1</source>
        <translation>这条链路上每秒的消息数：%1</translation>
    </message>
    <message>
        <source>One connection has waited for an answer for %1</source>
        <translation>一个连接已等待应答 %1</translation>
    </message>
    <message>
        <source>%1 connections wait for an answer, the longest for %2</source>
        <translation>%1 个连接在等待应答，最长的已等待 %2</translation>
    </message>
    <message>
        <source>%1 connections failed here just now</source>
        <translation>刚才有 %1 个连接在此失败</translation>
    </message>
    <message>
        <source>%1 messages were lost or refused here just now</source>
        <translation>刚才有 %1 条消息在此丢失或被拒绝</translation>
    </message>
    <message>
        <source>%1 messages at about this place</source>
        <translation>约在此处有 %1 条消息</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>Replication</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>lost on the link %1</source>
        <translation>在链路 %1 上丢失</translation>
    </message>
    <message>
        <source>lost on its way</source>
        <translation>在途中丢失</translation>
    </message>
    <message>
        <source>lost: a link on its way was cut</source>
        <translation>丢失：途经的链路被切断</translation>
    </message>
    <message>
        <source>lost: no way led there</source>
        <translation>丢失：没有可达的路由</translation>
    </message>
    <message>
        <source>lost: a partition stands between the two</source>
        <translation>丢失：双方被网络分区隔开</translation>
    </message>
    <message>
        <source>lost: the machine had no power</source>
        <translation>丢失：对方机器已断电</translation>
    </message>
    <message>
        <source>lost: nobody listened there</source>
        <translation>丢失：对方端口无人监听</translation>
    </message>
    <message>
        <source>lost: the process ended before it could read it</source>
        <translation>丢失：进程在读取之前已结束</translation>
    </message>
    <message>
        <source>a copy that the network made</source>
        <translation>由网络产生的重复副本</translation>
    </message>
    <message>
        <source>lost: a queue on its way was full</source>
        <translation>丢失：途中的队列已满</translation>
    </message>
    <message>
        <source>lost: its connection ended before</source>
        <translation>丢失：所属连接在此之前已结束</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>%1: %2 to %3</source>
        <translation>%1：%2 → %3</translation>
    </message>
    <message>
        <source>sent at %1, on its way</source>
        <translation>%1 发出，仍在途中</translation>
    </message>
    <message>
        <source>sent at %1, arrived at %2</source>
        <translation>%1 发出，%2 到达</translation>
    </message>
    <message>
        <source>sent at %1, lost at %2</source>
        <translation>%1 发出，%2 丢失</translation>
    </message>
    <message>
        <source>%1
Click to fold it up</source>
        <translation>%1
点击收起</translation>
    </message>
    <message>
        <source>%1
Click to show each of them</source>
        <translation>%1
点击展开，逐个显示</translation>
    </message>
    <message>
        <source>%1 of the same kind, shown as one</source>
        <translation>%1 个同类合并显示</translation>
    </message>
</context>
<context>
    <name>TraceCache</name>
    <message>
        <source>Runs are recorded in %1, and that folder cannot be written (%2). Free it, or choose another one.</source>
        <translation>运行记录在 %1，而该文件夹无法写入（%2）。请释放它，或另选一个。</translation>
    </message>
</context>
<context>
    <name>gui::branches</name>
    <message>
        <source>crash</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>restart</source>
        <translation>重启</translation>
    </message>
    <message>
        <source>pause</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>power off</source>
        <translation>断电</translation>
    </message>
    <message>
        <source>power on</source>
        <translation>通电</translation>
    </message>
    <message>
        <source>cut</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>split</source>
        <translation>分裂</translation>
    </message>
    <message>
        <source>heal</source>
        <translation>恢复连通</translation>
    </message>
    <message>
        <source>delay</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>丢包</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>reordering</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>slow disk</source>
        <translation>磁盘变慢</translation>
    </message>
    <message>
        <source>full disk</source>
        <translation>磁盘写满</translation>
    </message>
    <message>
        <source>failing syncs</source>
        <translation>sync 失败</translation>
    </message>
    <message>
        <source>flipped bits</source>
        <translation>位翻转</translation>
    </message>
    <message>
        <source>wrong clock</source>
        <translation>时钟错误</translation>
    </message>
    <message>
        <source>clock jump</source>
        <translation>时钟跳变</translation>
    </message>
    <message>
        <source>clock drift</source>
        <translation>时钟漂移</translation>
    </message>
    <message>
        <source>slow processor</source>
        <translation>处理器变慢</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>other settings</source>
        <translation>其他设置</translation>
    </message>
</context>
<context>
    <name>gui::branches::BranchTree</name>
    <message>
        <source>edit the script</source>
        <translation>编辑脚本</translation>
    </message>
    <message>
        <source>rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>The scenario as it is</source>
        <translation>原始场景</translation>
    </message>
</context>
<context>
    <name>gui::complaints</name>
    <message>
        <source>unknown key &apos;%1&apos;</source>
        <translation>没有名为 &apos;%1&apos; 的键</translation>
    </message>
    <message>
        <source>unknown verb &apos;%1&apos;</source>
        <translation>没有名为 &apos;%1&apos; 的动作</translation>
    </message>
    <message>
        <source>unknown word &apos;%1&apos;</source>
        <translation>不认识的词 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown choice &apos;%1&apos;</source>
        <translation>没有选项 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown component &apos;%1&apos;</source>
        <translation>没有组件 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown host or switch &apos;%1&apos;</source>
        <translation>没有主机或交换机 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown host &apos;%1&apos;</source>
        <translation>没有主机 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown link &apos;%1&apos;</source>
        <translation>没有链路 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown process &apos;%1&apos;</source>
        <translation>没有进程 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown measure &apos;%1&apos;</source>
        <translation>没有度量 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown invariant &apos;%1&apos;</source>
        <translation>没有不变式 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>unknown unit &apos;%1&apos;</source>
        <translation>没有单位 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is missing</source>
        <translation>缺少 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; and &apos;%2&apos; exclude each other</source>
        <translation>&apos;%1&apos; 与 &apos;%2&apos; 不能同时出现</translation>
    </message>
    <message>
        <source>the key &apos;%1&apos; stands twice in this map</source>
        <translation>键 &apos;%1&apos; 在此映射中出现了两次</translation>
    </message>
    <message>
        <source>first on line %1</source>
        <translation>第一次出现在第 %1 行</translation>
    </message>
    <message>
        <source>it does not say what</source>
        <translation>没有说明是什么</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no name</source>
        <translation>&apos;%1&apos; 不是有效的名称</translation>
    </message>
    <message>
        <source>letters, digits, &apos;-&apos; and &apos;_&apos;, at most 64</source>
        <translation>可用字母、数字、&apos;-&apos; 和 &apos;_&apos;，最多 64 个字符</translation>
    </message>
    <message>
        <source>expected %1, found %2</source>
        <translation>此处应为%1，实际为 %2</translation>
    </message>
    <message>
        <source>a duration like &apos;%1&apos;</source>
        <translation>时长，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a size like &apos;%1&apos;</source>
        <translation>大小，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a bandwidth like &apos;%1&apos;</source>
        <translation>带宽，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a throughput like &apos;%1&apos;</source>
        <translation>吞吐量，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a percentage like &apos;%1&apos;</source>
        <translation>百分比，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a clock drift like &apos;%1&apos;</source>
        <translation>时钟漂移，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a factor like &apos;%1&apos;</source>
        <translation>倍数，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a whole number like &apos;%1&apos;</source>
        <translation>整数，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a rate like &apos;5/s&apos;, &apos;2/min&apos; or &apos;1/3s&apos;</source>
        <translation>速率，例如 &apos;5/s&apos;、&apos;2/min&apos; 或 &apos;1/3s&apos;</translation>
    </message>
    <message>
        <source>a rate like &apos;%1&apos;</source>
        <translation>速率，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a map like %1</source>
        <translation>映射，例如 %1</translation>
    </message>
    <message>
        <source>an address like &apos;%1&apos;</source>
        <translation>地址，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>a map of names</source>
        <translation>以名称为键的映射</translation>
    </message>
    <message>
        <source>a map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>空</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>a text, or {en: ..., zh: ...}</source>
        <translation>文本，或 {en: ..., zh: ...}</translation>
    </message>
    <message>
        <source>a number from 0 to 1</source>
        <translation>0 到 1 之间的数</translation>
    </message>
    <message>
        <source>a date and time with zone offset</source>
        <translation>带时区偏移的日期和时间</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>a rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>a size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>something that is no time, size or number</source>
        <translation>既非时间、大小也非数的量</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no unit</source>
        <translation>&apos;%1&apos; 没有单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a duration</source>
        <translation>&apos;%1&apos; 不是时长的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a size</source>
        <translation>&apos;%1&apos; 不是大小的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a bandwidth</source>
        <translation>&apos;%1&apos; 不是带宽的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a throughput</source>
        <translation>&apos;%1&apos; 不是吞吐量的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a percentage</source>
        <translation>&apos;%1&apos; 不是百分比的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a clock drift</source>
        <translation>&apos;%1&apos; 不是时钟漂移的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no unit of a factor</source>
        <translation>&apos;%1&apos; 不是倍数的单位</translation>
    </message>
    <message>
        <source>&apos;%1&apos; counts octets, a link&apos;s bandwidth counts bits</source>
        <translation>&apos;%1&apos; 以字节计，而链路带宽以比特计</translation>
    </message>
    <message>
        <source>&apos;%1&apos; counts bits, a disk&apos;s bandwidth counts octets</source>
        <translation>&apos;%1&apos; 以比特计，而磁盘带宽以字节计</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is too small</source>
        <translation>&apos;%1&apos; 太小</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is too large or too fine for a rate</source>
        <translation>&apos;%1&apos; 作为速率过大或过细</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is too large</source>
        <translation>&apos;%1&apos; 太大</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is out of range</source>
        <translation>&apos;%1&apos; 超出范围</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no rate</source>
        <translation>&apos;%1&apos; 不是速率</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is finer than a %2 can be</source>
        <translation>&apos;%1&apos; 过细，超出 %2 的精度</translation>
    </message>
    <message>
        <source>the smallest unit is %1</source>
        <translation>最小单位是 %1</translation>
    </message>
    <message>
        <source>count and nanoseconds must fit in 64 bits</source>
        <translation>次数和纳秒数须在 64 位以内</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is before the start of the run</source>
        <translation>&apos;%1&apos; 早于运行的开始</translation>
    </message>
    <message>
        <source>nothing happens on this line</source>
        <translation>这一行没有写要发生什么</translation>
    </message>
    <message>
        <source>two verbs on one line</source>
        <translation>一行中有两个动作</translation>
    </message>
    <message>
        <source>write a line for each</source>
        <translation>请各写一行</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is a switch, a host is needed</source>
        <translation>&apos;%1&apos; 是交换机，此处需要主机</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is no role</source>
        <translation>&apos;%1&apos; 不是角色</translation>
    </message>
    <message>
        <source>&apos;%1&apos; has no link</source>
        <translation>&apos;%1&apos; 没有链路</translation>
    </message>
    <message>
        <source>&apos;%1&apos; stands on two sides</source>
        <translation>&apos;%1&apos; 同时出现在两侧</translation>
    </message>
    <message>
        <source>a partition has at least two sides</source>
        <translation>分区至少有两侧</translation>
    </message>
    <message>
        <source>no line above makes a partition called &apos;%1&apos;</source>
        <translation>上面没有哪一行造成名为 &apos;%1&apos; 的分区</translation>
    </message>
    <message>
        <source>the processes are of different components</source>
        <translation>这些进程属于不同的组件</translation>
    </message>
    <message>
        <source>one-way cuts from a link&apos;s first end to its second</source>
        <translation>单向切断的方向是从链路的第一端到第二端</translation>
    </message>
    <message>
        <source>name it as it is written under &apos;topology&apos;</source>
        <translation>请按 &apos;topology&apos; 中的写法命名</translation>
    </message>
    <message>
        <source>%1 has no action &apos;%2&apos;</source>
        <translation>%1 没有操作 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>%1 has no setting &apos;%2&apos; that can change while it runs</source>
        <translation>%1 没有可在运行中修改的设置 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>expected one setting, like %1</source>
        <translation>此处应为一项设置，例如 %1</translation>
    </message>
    <message>
        <source>no process shows the event &apos;%1&apos;</source>
        <translation>没有进程报告事件 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>no process shows the counter &apos;%1&apos;</source>
        <translation>没有进程报告计数器 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>no process shows the series &apos;%1&apos;</source>
        <translation>没有进程报告序列 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; never shows the event &apos;%2&apos;</source>
        <translation>&apos;%1&apos; 从不报告事件 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; never shows the counter &apos;%2&apos;</source>
        <translation>&apos;%1&apos; 从不报告计数器 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>&apos;%1&apos; never shows the series &apos;%2&apos;</source>
        <translation>&apos;%1&apos; 从不报告序列 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>%1 in the formula &apos;%2&apos;</source>
        <translation>公式 &apos;%2&apos; 中：%1</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is %2, not %3</source>
        <translation>&apos;%1&apos; 是%2，此处需要%3</translation>
    </message>
    <message>
        <source>nothing is called &apos;%1&apos;</source>
        <translation>没有名为 &apos;%1&apos; 的东西</translation>
    </message>
    <message>
        <source>unexpected &apos;%1&apos;</source>
        <translation>意外的 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>the formula ends too early</source>
        <translation>公式不完整</translation>
    </message>
    <message>
        <source>the result is out of range</source>
        <translation>结果超出范围</translation>
    </message>
    <message>
        <source>division by zero</source>
        <translation>除数为零</translation>
    </message>
    <message>
        <source>%1 plus %2 makes no sense</source>
        <translation>%1与%2不能相加</translation>
    </message>
    <message>
        <source>%1 minus %2 makes no sense</source>
        <translation>%1与%2不能相减</translation>
    </message>
    <message>
        <source>there is no host</source>
        <translation>没有任何主机</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by another host or switch</source>
        <translation>名称 &apos;%1&apos; 已被另一主机或交换机使用</translation>
    </message>
    <message>
        <source>the name &apos;%1&apos; is taken by another process</source>
        <translation>名称 &apos;%1&apos; 已被另一进程使用</translation>
    </message>
    <message>
        <source>the address %1 is taken by another host</source>
        <translation>地址 %1 已被另一主机使用</translation>
    </message>
    <message>
        <source>the address %1 is none a host can have</source>
        <translation>地址 %1 不能分配给主机</translation>
    </message>
    <message>
        <source>&apos;%1&apos; cannot have a link to itself</source>
        <translation>&apos;%1&apos; 不能与自身相连</translation>
    </message>
    <message>
        <source>there are two links called &apos;%1&apos;</source>
        <translation>有两条链路都叫 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>there is nothing called &apos;%1&apos; to set</source>
        <translation>没有名为 &apos;%1&apos; 的设置</translation>
    </message>
    <message>
        <source>not valid YAML: %1</source>
        <translation>不是有效的 YAML：%1</translation>
    </message>
    <message>
        <source>end of map not found</source>
        <translation>映射没有结束</translation>
    </message>
    <message>
        <source>end of map flow not found</source>
        <translation>缺少 &apos;}&apos;</translation>
    </message>
    <message>
        <source>end of sequence not found</source>
        <translation>列表没有结束</translation>
    </message>
    <message>
        <source>end of sequence flow not found</source>
        <translation>缺少 &apos;]&apos;</translation>
    </message>
    <message>
        <source>illegal map value</source>
        <translation>此处不能写“键: 值”</translation>
    </message>
    <message>
        <source>illegal block entry</source>
        <translation>此处不能写列表项</translation>
    </message>
    <message>
        <source>illegal flow end</source>
        <translation>多余的括号</translation>
    </message>
    <message>
        <source>a tab in the indentation</source>
        <translation>缩进中有制表符</translation>
    </message>
    <message>
        <source>YAML wants spaces</source>
        <translation>YAML 只允许用空格缩进</translation>
    </message>
    <message>
        <source>a second document: a file holds one scenario</source>
        <translation>出现了第二个文档：一个文件只含一个场景</translation>
    </message>
    <message>
        <source>a key must be a word</source>
        <translation>键必须是一个词</translation>
    </message>
    <message>
        <source>is not a map of keys and values</source>
        <translation>不是键和值的映射</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>内容为空</translation>
    </message>
    <message>
        <source>a scenario starts with &apos;orrery: 1&apos;</source>
        <translation>场景以 &apos;orrery: 1&apos; 开头</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>没有此文件</translation>
    </message>
    <message>
        <source>is a directory, not a file</source>
        <translation>是文件夹，不是文件</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>cannot be opened (is it readable?)</source>
        <translation>无法打开（是否可读？）</translation>
    </message>
    <message>
        <source>cannot be opened: %1</source>
        <translation>无法打开：%1</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>is UTF-16; save it as UTF-8</source>
        <translation>采用 UTF-16 编码，请存为 UTF-8</translation>
    </message>
    <message>
        <source>is not a text file in UTF-8 (octet %1)</source>
        <translation>不是 UTF-8 编码的文本文件（第 %1 个字节）</translation>
    </message>
    <message>
        <source>is larger than 8 MB, too large for a scenario</source>
        <translation>超过 8 MB，作为场景过大</translation>
    </message>
    <message>
        <source>format version &apos;%1&apos; is not known to this program</source>
        <translation>本程序不认识格式版本 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>it reads version %1</source>
        <translation>可读取版本 %1</translation>
    </message>
    <message>
        <source>this overlay extends &apos;%1&apos;, not &apos;%2&apos;</source>
        <translation>此改动文件针对的是 &apos;%1&apos;，不是 &apos;%2&apos;</translation>
    </message>
    <message>
        <source>the base &apos;%1&apos; is not the text this overlay was made for (its hash is %2, not &apos;%3&apos;)</source>
        <translation>场景 &apos;%1&apos; 已不是此改动文件所针对的文本（其哈希为 %2，不是 &apos;%3&apos;）</translation>
    </message>
    <message>
        <source>check the overlay, then write the new hash or remove it</source>
        <translation>请检查改动文件，然后写入新的哈希或将其删除</translation>
    </message>
    <message>
        <source>&apos;%1&apos;: %2</source>
        <translation>&apos;%1&apos;：%2</translation>
    </message>
    <message>
        <source>and %1 more complaints</source>
        <translation>另有 %1 处问题</translation>
    </message>
    <message>
        <source>did you mean &apos;%1&apos;?</source>
        <translation>是否想写 &apos;%1&apos;？</translation>
    </message>
    <message>
        <source>one of %1</source>
        <translation>可用：%1</translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation>至少为 %1</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>最多为 %1</translation>
    </message>
    <message>
        <source>write &apos;%1&apos; or another of %2</source>
        <translation>请写 &apos;%1&apos;，或其他单位：%2</translation>
    </message>
    <message>
        <source>write &apos;%1&apos;, &apos;%2&apos; or &apos;%3&apos;</source>
        <translation>请写 &apos;%1&apos;、&apos;%2&apos; 或 &apos;%3&apos;</translation>
    </message>
    <message>
        <source>write &apos;%1&apos;</source>
        <translation>请写 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>add &apos;at: 30 s&apos;, or &apos;after: {event: ...}&apos;</source>
        <translation>请加上 &apos;at: 30 s&apos; 或 &apos;after: {event: ...}&apos;</translation>
    </message>
    <message>
        <source>add a verb, like &apos;%1&apos;</source>
        <translation>请加上动作，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>add a unit, like &apos;%1&apos;</source>
        <translation>请加上单位，例如 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>add one under &apos;hosts&apos; or &apos;generate&apos;</source>
        <translation>请在 &apos;hosts&apos; 或 &apos;generate&apos; 中添加</translation>
    </message>
    <message>
        <source>add &apos;%1&apos;</source>
        <translation>请加上 &apos;%1&apos;</translation>
    </message>
    <message>
        <source>give the second a name of its own under &apos;links&apos;</source>
        <translation>请在 &apos;links&apos; 中为第二条另取名称</translation>
    </message>
    <message>
        <source>a setting with a number, like %1</source>
        <translation>应为带数值的设置，例如 %1</translation>
    </message>
    <message>
        <source>like %1</source>
        <translation>例如 %1</translation>
    </message>
    <message>
        <source>%1</source>
        <comment>a sentence of the loader that has no translation; may be introduced as such</comment>
        <translation>加载程序（英文）：%1</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <comment>what is wrong; what to do instead</comment>
        <translation>%1；%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>place: what is wrong there</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <comment>file and line</comment>
        <translation>%1 第 %2 行</translation>
    </message>
    <message>
        <source>The run was interrupted at %1.</source>
        <translation>运行在 %1 被中断。</translation>
    </message>
    <message>
        <source>The trace is incomplete: the run was cut short, or is still going on. It holds the run up to %1. %2 and %3-wal belong together: copy or move both. What is in %4-wal cannot be read where files cannot be written.</source>
        <translation>此记录不完整：运行被中止，或仍在进行。其中有到 %1 为止的运行。%2 和 %3-wal 属于一体，复制或移动时须一起处理。在不可写入的位置，无法读取 %4-wal 中的内容。</translation>
    </message>
    <message>
        <source>The trace is incomplete: the run was cut short, or is still going on. It holds the run up to %1. %2 and %3-wal belong together: copy or move both.</source>
        <translation>此记录不完整：运行被中止，或仍在进行。其中有到 %1 为止的运行。%2 和 %3-wal 属于一体，复制或移动时须一起处理。</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有此文件</translation>
    </message>
    <message>
        <source>this is a folder, not a trace</source>
        <translation>这是文件夹，不是记录</translation>
    </message>
    <message>
        <source>this is no regular file</source>
        <translation>这不是普通文件</translation>
    </message>
    <message>
        <source>no permission to read it</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>this is not a trace of Orrery</source>
        <translation>这不是 Orrery 的记录</translation>
    </message>
    <message>
        <source>the trace is truncated</source>
        <translation>记录被截断</translation>
    </message>
    <message>
        <source>this is an SQLite database, but not a trace of Orrery</source>
        <translation>这是 SQLite 数据库，但不是 Orrery 的记录</translation>
    </message>
    <message>
        <source>the trace was written by a newer Orrery (schema %1, this program reads up to %2)</source>
        <translation>此记录由更新版本的 Orrery 写成（格式 %1，本程序最高可读 %2）</translation>
    </message>
    <message>
        <source>the trace is damaged: %1</source>
        <translation>记录已损坏：%1</translation>
    </message>
    <message>
        <source>the branch is its own parent</source>
        <translation>此分支以自身为上级</translation>
    </message>
    <message>
        <source>a branch from %1 s on, which needs its parent, the trace with the digest %2; looked at %3. Put the parent beside the branch, or record it again there: %4</source>
        <translation>这是从 %1 s 起的分支，需要上级记录（摘要 %2）；已查找 %3。请将上级记录放在分支旁边，或在该处重新记录：%4</translation>
    </message>
</context>
<context>
    <name>gui::menu::ChangeForm</name>
    <message>
        <source>The line of the script:</source>
        <translation>脚本行：</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>may stay empty</source>
        <translation>可以留空</translation>
    </message>
    <message>
        <source>Not yet: %1</source>
        <translation>还不行：%1</translation>
    </message>
</context>
<context>
    <name>gui::runs::ChildRun</name>
    <message>
        <source>It could not be recorded in %1: %2. Free some space there and run it again; what was recorded until then can still be seen.</source>
        <translation>无法记录到 %1：%2。请在那里腾出空间后重新运行；此前已记录的部分仍可观看。</translation>
    </message>
    <message>
        <source>Line %1, column %2 of the changes: %3</source>
        <translation>改动的第 %1 行第 %2 列：%3</translation>
    </message>
    <message>
        <source>The changes%1</source>
        <translation>改动%1</translation>
    </message>
    <message>
        <source>The run ended unexpectedly (signal %1). What it recorded until then can still be seen; run it again, and report it if it happens again.</source>
        <translation>运行意外结束（信号 %1）。此前已记录的部分仍可观看；请重新运行，如再次发生请报告。</translation>
    </message>
    <message>
        <source>The scenario was refused without a reason.</source>
        <translation>场景被拒绝，但没有给出原因。</translation>
    </message>
    <message>
        <source>The run was interrupted from outside. What it recorded until then can still be seen.</source>
        <translation>运行被外部中断。此前已记录的部分仍可观看。</translation>
    </message>
    <message>
        <source>The run failed with exit code %1 and gave no reason. Is %2 the program of this Orrery?</source>
        <translation>运行失败，退出码 %1，没有给出原因。%2 是本 Orrery 的程序吗？</translation>
    </message>
    <message>
        <source>The run failed: %1</source>
        <translation>运行失败：%1</translation>
    </message>
    <message>
        <source>The program %1, which computes the runs, is missing. Install Orrery again, or build it with ./run.</source>
        <translation>缺少计算运行的程序 %1。请重新安装 Orrery，或用 ./run 构建。</translation>
    </message>
    <message>
        <source>%1 may not be executed. Check its permissions.</source>
        <translation>%1 没有执行权限。请检查其权限。</translation>
    </message>
    <message>
        <source>%1 could not be started: %2</source>
        <translation>无法启动 %1：%2</translation>
    </message>
</context>
<context>
    <name>gui::runs::RunManager</name>
    <message>
        <source>The changes could not be written to %1: %2</source>
        <translation>无法把改动写入 %1：%2</translation>
    </message>
    <message>
        <source>The run ended, but recorded nothing. Is %1 the program of this Orrery?</source>
        <translation>运行结束了，但什么都没记录。%1 是本 Orrery 的程序吗？</translation>
    </message>
</context>
<context>
    <name>gui::session</name>
    <message>
        <source>This trace can be watched, but not changed: %1</source>
        <translation>此轨迹可以观看，但不能修改：%1</translation>
    </message>
    <message>
        <source>it does not hold its scenario</source>
        <translation>它不包含自己的场景</translation>
    </message>
    <message>
        <source>its scenario includes &quot;%1&quot; from elsewhere</source>
        <translation>它的场景包含来自别处的“%1”</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>无法写入 %1</translation>
    </message>
</context>
<context>
    <name>gui::session::Session</name>
    <message>
        <source>As written</source>
        <translation>原样</translation>
    </message>
    <message>
        <source>Nothing is open yet.</source>
        <translation>还没有打开任何内容。</translation>
    </message>
    <message>
        <source>The scenario cannot be opened. %1 Correct the file and open it again.</source>
        <translation>无法打开此场景。%1请改正文件后重新打开。</translation>
    </message>
    <message>
        <source>The changes cannot be worked into the scenario. %1 &quot;Save changes&quot; keeps them in a file of their own.</source>
        <translation>无法将改动并入场景。%1可用“保存改动”将其存为单独的文件。</translation>
    </message>
    <message>
        <source>%1.</source>
        <comment>ends a sentence</comment>
        <translation>%1。</translation>
    </message>
    <message numerus="yes">
        <source>%1 (And %n more.)</source>
        <translation>
            <numerusform>%1（另有 %n 处。）</numerusform>
        </translation>
    </message>
    <message>
        <source>This trace can be watched, but not changed: its scenario is not read by this Orrery. %1</source>
        <translation>此记录可以观看，但不能改动：当前版本的 Orrery 无法读取其中的场景。%1</translation>
    </message>
    <message>
        <source>The run ends at %1, before the time that was asked for. Its end is shown.</source>
        <translation>运行在 %1 结束，早于所要求的时间。现显示其结尾。</translation>
    </message>
</context>
<context>
    <name>gui::shell::AboutBox</name>
    <message>
        <source>About Orrery</source>
        <translation>关于 Orrery</translation>
    </message>
    <message>
        <source>Real implementations of the systems under every back end, run on a simulated network that gives the same run every time: watch it, go back, break something, and see what would have happened otherwise.</source>
        <translation>后端系统的真实实现，运行在每次结果都相同的模拟网络上：可以观看、倒回、弄坏某个东西，再看看否则会发生什么。</translation>
    </message>
    <message>
        <source>This window is free software under the GNU General Public License, version 3 or later. The components, the simulator and the command orrery are free under the Apache License 2.0. There is no warranty.</source>
        <translation>本窗口是自由软件，遵循 GNU 通用公共许可证第 3 版或更高版本。组件、模拟器和 orrery 命令遵循 Apache 许可证 2.0。不提供任何担保。</translation>
    </message>
    <message>
        <source>Orrery stands on free libraries under their own licences:</source>
        <translation>Orrery 使用了下列自由软件库，它们各有自己的许可证：</translation>
    </message>
</context>
<context>
    <name>gui::shell::Banner</name>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Close the message (Esc)</source>
        <translation>关闭消息 (Esc)</translation>
    </message>
</context>
<context>
    <name>gui::shell::BranchPanel</name>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
</context>
<context>
    <name>gui::shell::Commands</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Branch</source>
        <translation>分支(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>help, key</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
</context>
<context>
    <name>gui::shell::FileDialogs</name>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>gui::shell::HintBar</name>
    <message>
        <source>&lt;b&gt;Space&lt;/b&gt; plays</source>
        <translation>&lt;b&gt;空格键&lt;/b&gt;播放</translation>
    </message>
    <message>
        <source>&lt;b&gt;Right-click&lt;/b&gt; a machine to break it</source>
        <translation>&lt;b&gt;右键单击&lt;/b&gt;机器，弄坏它</translation>
    </message>
    <message>
        <source>&lt;b&gt;Drag&lt;/b&gt; the timeline to go back</source>
        <translation>&lt;b&gt;拖动&lt;/b&gt;时间线，回到过去</translation>
    </message>
    <message>
        <source>Close the hints</source>
        <translation>关闭提示</translation>
    </message>
    <message>
        <source>&lt;b&gt;Hold P&lt;/b&gt;: the same moment without the change</source>
        <translation>&lt;b&gt;按住 P&lt;/b&gt;：同一时刻，没有这项改动</translation>
    </message>
</context>
<context>
    <name>gui::shell::LibraryPanel</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in the scenario library</source>
        <translation>在场景库中搜索</translation>
    </message>
    <message>
        <source>Scenario library</source>
        <translation>场景库</translation>
    </message>
    <message>
        <source>No scenario has all of these words.</source>
        <translation>没有同时包含这些词的场景。</translation>
    </message>
</context>
<context>
    <name>gui::shell::MainWindow</name>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>撤销(&amp;U)：%1</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>重做(&amp;R)：%1</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>Scenarios</source>
        <translation>场景</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Orrery</source>
        <translation>Orrery</translation>
    </message>
    <message>
        <source>%1 - Orrery</source>
        <comment>window title</comment>
        <translation>%1 - Orrery</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>还没有</translation>
    </message>
</context>
<context>
    <name>gui::shell::ScriptPanel</name>
    <message>
        <source>The scenario (cannot be changed)</source>
        <translation>场景（不可修改）</translation>
    </message>
    <message>
        <source>Your changes</source>
        <translation>你的改动</translation>
    </message>
    <message>
        <source>Lines of changes, for example:

timeline:
  - {at: 12 s, power-off: NAME}</source>
        <translation>改动的脚本行，例如：

timeline:
  - {at: 12 s, power-off: NAME}</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>help, key</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Compute what happens with these changes</source>
        <translation>计算这些改动会带来什么</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>Back to what was applied last</source>
        <translation>回到上次应用的内容</translation>
    </message>
    <message>
        <source>Ready to apply.</source>
        <translation>可以应用。</translation>
    </message>
    <message>
        <source>&lt;a href=&quot;#&quot;&gt;Line %1&lt;/a&gt;: %2</source>
        <translation>&lt;a href=&quot;#&quot;&gt;第 %1 行&lt;/a&gt;：%2</translation>
    </message>
</context>
<context>
    <name>gui::shell::ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Right click</source>
        <translation>右键单击</translation>
    </message>
    <message>
        <source>break or change what is under the mouse</source>
        <translation>破坏或更改鼠标下的东西</translation>
    </message>
    <message>
        <source>Click</source>
        <translation>单击</translation>
    </message>
    <message>
        <source>open or close a group of machines</source>
        <translation>展开或收起一组机器</translation>
    </message>
    <message>
        <source>Drag the timeline</source>
        <translation>拖动时间线</translation>
    </message>
    <message>
        <source>go to any time</source>
        <translation>跳到任意时刻</translation>
    </message>
    <message>
        <source>Wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>look closer, at stage or timeline</source>
        <translation>放大舞台或时间线</translation>
    </message>
    <message>
        <source>Drag the ground</source>
        <translation>拖动空白处</translation>
    </message>
    <message>
        <source>move the picture</source>
        <translation>移动画面</translation>
    </message>
    <message>
        <source>Tab, then Up and Down</source>
        <translation>Tab，然后上下键</translation>
    </message>
    <message>
        <source>choose a thing on the stage</source>
        <translation>选择舞台上的东西</translation>
    </message>
    <message>
        <source>Menu key</source>
        <translation>菜单键</translation>
    </message>
    <message>
        <source>break or change the chosen thing</source>
        <translation>破坏或更改选中的东西</translation>
    </message>
    <message>
        <source>Mouse and stage</source>
        <translation>鼠标与舞台</translation>
    </message>
</context>
<context>
    <name>gui::shell::StageHeading</name>
    <message>
        <source>With the change: %1</source>
        <translation>有改动：%1</translation>
    </message>
    <message>
        <source>WITHOUT the change: %1</source>
        <translation>没有改动：%1</translation>
    </message>
    <message>
        <source>Computing what happens with: %1</source>
        <translation>正在计算改动后的情形：%1</translation>
    </message>
    <message>
        <source>Waiting for the run</source>
        <translation>正在等待运行</translation>
    </message>
</context>
<context>
    <name>gui::shell::StatusStrip</name>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>Every random draw of the run follows from this number</source>
        <translation>运行中的每次随机抽取都由这个数决定</translation>
    </message>
    <message>
        <source>waiting for the run</source>
        <translation>正在等待运行</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>正在计算</translation>
    </message>
    <message>
        <source>Progress of the run</source>
        <translation>运行的进度</translation>
    </message>
    <message>
        <source>What the scenario expects, and whether it holds</source>
        <translation>场景的预期及其是否成立</translation>
    </message>
</context>
<context>
    <name>gui::shell::Studio</name>
    <message>
        <source>The shipped scenarios are not where this program was built or installed. Open a scenario or a trace with %1.</source>
        <translation>在本程序构建或安装的位置找不到随附的场景。请用 %1 打开场景或轨迹。</translation>
    </message>
    <message>
        <source>Open a scenario or a recorded run</source>
        <translation>打开场景或已记录的运行</translation>
    </message>
    <message>
        <source>Scenarios and recorded runs (*.yaml *.yml *.trace)</source>
        <translation>场景和已记录的运行 (*.yaml *.yml *.trace)</translation>
    </message>
    <message>
        <source>Save the changes</source>
        <translation>保存改动</translation>
    </message>
    <message>
        <source>Save as a scenario</source>
        <translation>另存为场景</translation>
    </message>
    <message>
        <source>Save the picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
    <message>
        <source>This cannot be changed here: %1</source>
        <translation>此处不能这样改动：%1</translation>
    </message>
    <message>
        <source>Hold P: the same moment without the change</source>
        <translation>按住 P：同一时刻，没有这项改动</translation>
    </message>
    <message>
        <source>The file %1 cannot be found. Choose another one.</source>
        <translation>找不到文件 %1。请选择其他文件。</translation>
    </message>
    <message>
        <source>Nothing to save: this is the scenario as it was written. Change something first.</source>
        <translation>没有可保存的内容：这是原样的场景。请先做一项改动。</translation>
    </message>
    <message>
        <source>%1 is the folder of the scenarios that come with Orrery; they stay as they are. Nothing was saved. Choose another folder, for example your documents.</source>
        <translation>%1 是 Orrery 自带场景的文件夹，其内容保持原样。未保存任何内容。请选择其他文件夹，例如“文档”。</translation>
    </message>
    <message>
        <source>There is a file %1 already. Nothing was saved. Choose another name, or choose that file to replace it.</source>
        <translation>已有文件 %1。未保存任何内容。请换一个名称，或选择该文件以替换它。</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. Nothing is lost: the branch is still there, and a file of that name is as it was. Free some space or choose another folder, and save again.</source>
        <translation>无法写入 %1：%2。没有丢失任何内容：分支仍在，同名文件保持原样。请腾出空间或选择其他文件夹，然后重新保存。</translation>
    </message>
    <message>
        <source>%1 → %2: %3 (%4)</source>
        <comment>sender, receiver, message, protocol</comment>
        <translation>%1 → %2：%3（%4）</translation>
    </message>
    <message>
        <source>Scenario files (*.yaml *.yml)</source>
        <translation>场景文件 (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>gui::shell::TransportBar</name>
    <message>
        <source>by headline</source>
        <translation>按要点</translation>
    </message>
    <message>
        <source>by event</source>
        <translation>按事件</translation>
    </message>
    <message>
        <source>by message</source>
        <translation>按消息</translation>
    </message>
    <message>
        <source>Where a step goes to</source>
        <translation>一步走到哪里</translation>
    </message>
    <message>
        <source>Kind of step</source>
        <translation>步进方式</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Which branch is shown</source>
        <translation>显示哪个分支</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
</context>
<context>
    <name>gui::shell::VerdictList</name>
    <message>
        <source>Nothing is known yet: the run is not complete.</source>
        <translation>还不知道：运行尚未完成。</translation>
    </message>
</context>
<context>
    <name>gui::shell::formats</name>
    <message>
        <source>1 s here = %1 there</source>
        <comment>speed of playback: a second in front of the screen is so much simulated time</comment>
        <translation>此处 1 s = 模拟 %1</translation>
    </message>
</context>
<context>
    <name>gui::shell::verdicts</name>
    <message>
        <source>holds</source>
        <translation>成立</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>不成立</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>%1 of %1 expectations hold</source>
        <translation>%1 项预期全部成立</translation>
    </message>
    <message>
        <source>%1 of %2 expectations fail</source>
        <translation>%2 项预期中有 %1 项不成立</translation>
    </message>
    <message>
        <source>found %1</source>
        <translation>结果 %1</translation>
    </message>
    <message>
        <source>found %1, as wanted</source>
        <translation>结果 %1，正合预期</translation>
    </message>
    <message>
        <source>found %1, wanted at most %2</source>
        <translation>结果 %1，预期不超过 %2</translation>
    </message>
    <message>
        <source>found %1, wanted at least %2</source>
        <translation>结果 %1，预期不低于 %2</translation>
    </message>
</context>
<context>
    <name>gui::stage::StageView</name>
    <message>
        <source>Stage</source>
        <translation>舞台</translation>
    </message>
</context>
<context>
    <name>gui::timeline::TimelineBar</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>The first headline that is not the same as in the parent</source>
        <translation>与父分支不同的第一个要点</translation>
    </message>
    <message>
        <source>A change that is being computed</source>
        <translation>正在计算的改动</translation>
    </message>
    <message>
        <source>%1 % of what happens here is not the same as in the parent</source>
        <translation>这里发生的事有 %1 % 与父分支不同</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>还有 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Not computed yet</source>
        <translation>尚未算出</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>where the playhead is</comment>
        <translation>%1，共 %2</translation>
    </message>
    <message>
        <source>Changed from here on</source>
        <translation>从此处起有改动</translation>
    </message>
    <message>
        <source>Change: %1</source>
        <translation>改动：%1</translation>
    </message>
</context>
</TS>
