[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] host kv-1 loses power
[  10.424 s] all 4 app processes have their first failure at the store: connect-timed-out
[  11.579 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  11.585 s] kv-2 stands for election in term 3
[  11.589 s] kv-2 is elected leader of term 3
[  11.593 s] kv-2 now answers reads and writes of the store: 10 keys, 0 leases
[  11.606 s] all 4 app processes are served again
[  20.000 s] host kv-1 is powered on
[  20.000 s] kv-1 starts again on kv-1 (start 2)
[  20.002 s] kv-1 remembers from its disk: term 2, log up to entry 152
[  28.000 s] host kv-2 loses power
[  28.524 s] all 4 app processes have their first failure at the store: request-timed-out
[  29.182 s] kv-1 hears no leader and asks the others whether an election in term 4 could be won
[  29.683 s] kv-3 hears no leader and asks the others whether an election in term 4 could be won
[  29.687 s] kv-3 stands for election in term 4
[  29.691 s] kv-3 is elected leader of term 4
[  29.694 s] kv-3 now answers reads and writes of the store: 9 keys, 0 leases
[  29.701 s] all 4 app processes are served again
