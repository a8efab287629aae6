[   1.624 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.630 s] kv-1 stands for election in term 2
[   1.673 s] kv-1 is elected leader of term 2
[   1.695 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] host kv-1 loses power
[  10.000 s] host kv-2 loses power
[  10.000 s] host kv-3 loses power
[  10.383 s] all 4 app processes have their first failure at the store: connect-timed-out
[  12.000 s] host kv-1 is powered on
[  12.000 s] host kv-2 is powered on
[  12.000 s] host kv-3 is powered on
[  12.000 s] kv-1 starts again on kv-1 (start 2)
[  12.000 s] kv-2 starts again on kv-2 (start 2)
[  12.000 s] kv-3 starts again on kv-3 (start 2)
[  12.040 s] kv-1 remembers from its disk: term 2, log up to entry 515
[  12.040 s] kv-2 remembers from its disk: term 2, log up to entry 515
[  12.040 s] kv-3 remembers from its disk: term 2, log up to entry 515
[  13.079 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  13.085 s] kv-2 stands for election in term 3
[  13.128 s] kv-2 is elected leader of term 3
[  13.150 s] kv-2 now answers reads and writes of the store: 8 keys, 0 leases
[  13.177 s] all 4 app processes are served again
