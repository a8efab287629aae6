[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[  10.000 s] the network splits: kv-1 | kv-2, kv-3
[  10.506 s] both careful processes have their first failure at the store: request-timed-out
[  10.507 s] writer-1 has its first failure at the store: request-timed-out
[  11.540 s] kv-1 gives up leading term 2: a majority has not answered for an election timeout
[  11.540 s] kv-1 no longer answers writes: it does not lead any more
[  11.552 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  11.558 s] kv-2 stands for election in term 3
[  11.562 s] kv-2 is elected leader of term 3
[  11.565 s] kv-2 now answers reads and writes of the store: 2 keys, 0 leases
[  11.570 s] both careful processes are served again
[  11.574 s] writer-1 is served again, after 68 failed attempts in 1.066 s
[  11.710 s] both hasty processes read less at kv-1 (10.0.0.1:2379) than they knew already: stale reads (43 times until 18.3 s)
[  12.659 s] kv-1 hears no leader and asks the others whether an election in term 3 could be won (4 times until 17.1 s)
[  18.000 s] the network is whole again: split is over
[  18.554 s] kv-1 throws away entries 144 to 204: the leader's log differs and they were never committed
