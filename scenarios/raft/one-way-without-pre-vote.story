[   0.100 s] operator: kv-1 shall stand for election at once
[   0.100 s] kv-1 stands for election in term 2
[   0.108 s] kv-1 is elected leader of term 2
[   0.111 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] the network is cut in one direction: kv-1, kv-2 -> kv-3
[   9.667 s] kv-3 stands for election in term 3
[   9.669 s] kv-1 is leader no more: somebody has begun term 3
[   9.669 s] kv-1 refuses its vote to kv-3 in term 3
[   9.669 s] kv-1 no longer answers writes: it does not lead any more
[   9.670 s] app-3 has its first failure at the store: outcome-unknown
[   9.726 s] all 3 app processes have their first failure at the store: no-leader (5 times until 14.1 s)
[  11.257 s] kv-2 stands for election in term 3
[  11.261 s] kv-2 is elected leader of term 3
[  11.264 s] kv-2 now answers reads and writes of the store: 10 keys, 0 leases
[  11.270 s] all 3 app processes are served again (6 times until 15.8 s)
[  11.326 s] kv-3 gets no majority in term 3 (the vote is split, or answers are missing) and tries again
[  11.326 s] kv-3 stands for election in term 4
[  13.120 s] kv-3 gets no majority in term 4 (the vote is split, or answers are missing) and tries again
[  13.120 s] kv-3 stands for election in term 5
[  14.000 s] the network is whole again: deaf is over
[  14.030 s] kv-2 is leader no more: somebody has begun term 5
[  14.030 s] kv-2 no longer answers writes: it does not lead any more
[  15.037 s] kv-3 gets no majority in term 5 (the vote is split, or answers are missing) and tries again
[  15.037 s] kv-3 stands for election in term 6
[  15.039 s] kv-2 refuses its vote to kv-3 in term 6
[  15.041 s] kv-1 refuses its vote to kv-3 in term 6
[  15.694 s] kv-1 stands for election in term 7
[  15.698 s] kv-1 is elected leader of term 7
[  15.701 s] kv-1 now answers reads and writes of the store: 7 keys, 0 leases
