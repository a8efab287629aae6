[   1.529 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   1.535 s] kv-1 stands for election in term 2
[   1.540 s] kv-1 is elected leader of term 2
[   1.543 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] the network splits: kv-1 | kv-2, kv-3
[   8.152 s] both writer processes have their first failure at the store: request-timed-out
[   9.451 s] both reader processes have their first failure at the store: request-timed-out
[   9.540 s] kv-1 gives up leading term 2: a majority has not answered for an election timeout
[   9.540 s] kv-1 no longer answers writes: it does not lead any more
[   9.552 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[   9.558 s] kv-2 stands for election in term 3
[   9.562 s] kv-2 is elected leader of term 3
[   9.565 s] kv-2 now answers reads and writes of the store: 2 keys, 0 leases
[   9.570 s] both writer processes are served again
[   9.571 s] both reader processes are served again
[  10.659 s] kv-1 hears no leader and asks the others whether an election in term 3 could be won (3 times until 13.8 s)
[  14.000 s] the network is whole again: split is over
[  14.531 s] kv-1 throws away entries 205 to 474: the leader's log differs and they were never committed
[  20.000 s] the clock of kv-2 drifts: drift-clock leader of kv by -500000 ppm
[  20.000 s] the clock of kv-1 drifts: drift-clock follower of kv by 500000 ppm
[  20.000 s] the clock of kv-3 drifts: drift-clock follower of kv by 500000 ppm
[  25.000 s] the network splits: kv-2 | kv-1, kv-3
[  25.152 s] both writer processes have their first failure at the store: request-timed-out
[  26.093 s] kv-3 hears no leader and asks the others whether an election in term 4 could be won
[  26.097 s] kv-3 stands for election in term 4
[  26.101 s] kv-3 is elected leader of term 4
[  26.104 s] kv-3 now answers reads and writes of the store: 2 keys, 0 leases
[  26.109 s] both writer processes are served again
[  27.124 s] kv-2 gives up leading term 3: a majority has not answered for an election timeout
[  27.124 s] kv-2 no longer answers writes: it does not lead any more
[  27.125 s] both reader processes have their first failure at the store: no-leader
[  27.130 s] both reader processes are served again
[  30.333 s] kv-2 hears no leader and asks the others whether an election in term 4 could be won
[  31.000 s] the network is whole again: second-split is over
[  31.813 s] kv-2 throws away entries 886 to 1041: the leader's log differs and they were never committed
