[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] kv-1 crashes
[   8.026 s] all 3 app processes have their first failure at the store: refused (9 times until 22.1 s)
[   9.517 s] kv-4 hears no leader and asks the others whether an election in term 3 could be won
[   9.523 s] kv-4 stands for election in term 3
[   9.527 s] kv-4 is elected leader of term 3
[   9.530 s] kv-4 now answers reads and writes of the store: 9 keys, 0 leases
[   9.533 s] all 3 app processes are served again (6 times until 16.6 s)
[  15.000 s] kv-4 crashes
[  16.560 s] kv-2 hears no leader and asks the others whether an election in term 4 could be won
[  16.566 s] kv-2 stands for election in term 4
[  16.570 s] kv-2 is elected leader of term 4
[  16.573 s] kv-2 now answers reads and writes of the store: 7 keys, 0 leases
[  22.000 s] kv-2 crashes
[  23.667 s] kv-3 hears no leader and asks the others whether an election in term 5 could be won (5 times until 31.0 s)
[  23.929 s] kv-5 hears no leader and asks the others whether an election in term 5 could be won (4 times until 29.3 s)
[  30.000 s] kv-2 starts again on kv-2 (start 2)
[  30.002 s] kv-2 remembers from its disk: term 4, log up to entry 284
[  30.985 s] kv-3 stands for election in term 5
[  30.989 s] kv-3 is elected leader of term 5
[  30.992 s] kv-3 now answers reads and writes of the store: 9 keys, 0 leases
[  30.998 s] all 3 app processes are served again
