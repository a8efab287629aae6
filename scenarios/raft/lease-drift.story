[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] the network splits: kv-1 | kv-2, kv-3, kv-4, kv-5
[   8.152 s] both writer processes have their first failure at the store: request-timed-out
[   9.451 s] both reader processes have their first failure at the store: request-timed-out
[   9.508 s] kv-4 hears no leader and asks the others whether an election in term 3 could be won
[   9.514 s] kv-4 stands for election in term 3
[   9.518 s] kv-4 is elected leader of term 3
[   9.521 s] kv-4 now answers reads and writes of the store: 2 keys, 0 leases
[   9.531 s] both writer processes are served again
[   9.540 s] kv-1 gives up leading term 2: a majority has not answered for an election timeout
[   9.540 s] kv-1 no longer answers writes: it does not lead any more
[   9.551 s] both reader processes are served again
[  10.659 s] kv-1 hears no leader and asks the others whether an election in term 3 could be won (3 times until 13.8 s)
[  14.000 s] the network is whole again: split is over
[  14.457 s] kv-1 throws away entries 205 to 469: the leader's log differs and they were never committed
[  20.000 s] the clock of kv-4 drifts: drift-clock leader of kv by -500000 ppm
[  25.000 s] the network splits: kv-4 | kv-1, kv-2, kv-3, kv-5
[  25.152 s] both writer processes have their first failure at the store: request-timed-out
[  26.552 s] kv-2 hears no leader and asks the others whether an election in term 4 could be won
[  26.558 s] kv-2 stands for election in term 4
[  26.562 s] kv-2 is elected leader of term 4
[  26.565 s] kv-2 now answers reads and writes of the store: 2 keys, 0 leases
[  26.569 s] both writer processes are served again
[  27.037 s] kv-4 gives up leading term 3: a majority has not answered for an election timeout
[  27.037 s] kv-4 no longer answers writes: it does not lead any more
[  27.038 s] both reader processes have their first failure at the store: no-leader
[  27.044 s] both reader processes are served again
[  29.397 s] kv-4 hears no leader and asks the others whether an election in term 4 could be won
[  31.000 s] the network is whole again: second-split is over
[  31.451 s] kv-4 throws away entries 886 to 1173: the leader's log differs and they were never committed
