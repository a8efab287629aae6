[   0.100 s] operator: kv-1 shall stand for election at once
[   0.100 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   0.106 s] kv-1 stands for election in term 2
[   0.110 s] kv-1 is elected leader of term 2
[   0.113 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] operator: the leader of kv shall hand leadership to kv-2
[  10.000 s] kv-1 hands leadership over to kv-2
[  10.001 s] kv-2 stands for election in term 3
[  10.003 s] kv-1 is leader no more: somebody has begun term 3
[  10.003 s] kv-1 no longer answers writes: it does not lead any more
[  10.005 s] kv-2 is elected leader of term 3
[  10.008 s] kv-2 now answers reads and writes of the store: 8 keys, 0 leases
[  20.000 s] kv-2 crashes
[  20.014 s] all 3 app processes have their first failure at the store: refused
[  21.104 s] kv-1 hears no leader and asks the others whether an election in term 4 could be won
[  21.106 s] kv-1 stands for election in term 4
[  21.110 s] kv-1 is elected leader of term 4
[  21.114 s] kv-1 now answers reads and writes of the store: 10 keys, 0 leases
[  21.121 s] all 3 app processes are served again
[  25.000 s] kv-2 starts again on kv-2 (start 2)
[  25.002 s] kv-2 remembers from its disk: term 3, log up to entry 512
