[   0.100 s] operator: kv-1 shall stand for election at once
[   0.100 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   0.106 s] kv-1 stands for election in term 2
[   0.110 s] kv-1 is elected leader of term 2
[   0.113 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] host kv-2 loses power
[  11.000 s] host kv-2 is powered on
[  11.000 s] kv-2 starts again on kv-2 (start 2)
[  11.003 s] kv-2 remembers from its disk: term 2, log up to entry 392
[  20.000 s] host kv-3 loses power
[  30.000 s] host kv-3 is powered on
[  30.000 s] kv-3 starts again on kv-3 (start 2)
[  30.004 s] kv-3 remembers from its disk: term 2, log up to entry 941
[  30.345 s] kv-1 sends kv-3 the snapshot of entry 1401: the entries it needs are gone
[  30.360 s] kv-3 now counts these members: kv-1 kv-2 kv-3
[  30.360 s] kv-3 replaces its state by the leader's snapshot of entry 1401
