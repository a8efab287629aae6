[   0.100 s] operator: kv-1 shall stand for election at once (3 times until 7.2 s)
[   0.100 s] kv-1 stands for election in term 2
[   0.162 s] kv-1 is elected leader of term 2
[   0.183 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   6.000 s] the network splits: kv-1, kv-2, app-host | kv-3, kv-4, kv-5
[   6.500 s] kv-1 crashes
[   6.510 s] app-1 has its first failure at the store: reset
[   6.550 s] operator: kv-5 shall stand for election at once (3 times until 7.5 s)
[   6.550 s] kv-5 stands for election in term 3
[   6.612 s] kv-5 is elected leader of term 3
[   6.617 s] kv-5 crashes
[   6.900 s] the network is whole again: split is over
[   7.000 s] kv-1 starts again on kv-1 (start 2)
[   7.002 s] kv-1 remembers from its disk: term 2, log up to entry 48
[   7.050 s] kv-1 stands for election in term 3
[   7.081 s] kv-3 refuses its vote to kv-1 in term 3
[   7.081 s] kv-4 refuses its vote to kv-1 in term 3
[   7.150 s] kv-1 stands for election in term 4
[   7.215 s] kv-1 is elected leader of term 4
[   7.253 s] host kv-1 loses power
[   7.300 s] kv-5 starts again on kv-5 (start 2)
[   7.302 s] kv-5 remembers from its disk: term 3, log up to entry 44
[   7.350 s] kv-5 stands for election in term 4
[   7.381 s] kv-2 refuses its vote to kv-5 in term 4
[   7.381 s] kv-3 refuses its vote to kv-5 in term 4
[   7.381 s] kv-4 refuses its vote to kv-5 in term 4
[   7.450 s] kv-5 stands for election in term 5
[   7.461 s] kv-2 refuses its vote to kv-5 in term 5
[   7.472 s] kv-5 is elected leader of term 5
[   7.502 s] kv-2 throws away entries 44 to 49: the leader's log differs and they were never committed
[   7.502 s] kv-3 throws away entries 44 to 44: the leader's log differs and they were never committed
[   7.502 s] kv-4 throws away entries 44 to 44: the leader's log differs and they were never committed
[   7.534 s] kv-5 now answers reads and writes of the store: 10 keys, 0 leases
[   7.682 s] app-1 is served again, after 55 failed attempts in 1.172 s
