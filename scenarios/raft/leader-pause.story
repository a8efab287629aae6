[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] kv-1 is paused
[  10.524 s] all 4 app processes have their first failure at the store: request-timed-out
[  11.579 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  11.585 s] kv-2 stands for election in term 3
[  11.589 s] kv-2 is elected leader of term 3
[  11.593 s] kv-2 now answers reads and writes of the store: 10 keys, 0 leases
[  11.604 s] all 4 app processes are served again
[  16.000 s] kv-1 goes on after its pause
[  16.000 s] kv-1 is leader no more: somebody has begun term 3
[  16.000 s] kv-1 no longer answers writes: it does not lead any more
