[   0.100 s] operator: kv-1 shall stand for election at once
[   0.100 s] kv-1 hears no leader and asks the others whether an election in term 2 could be won
[   0.106 s] kv-1 stands for election in term 2
[   0.110 s] kv-1 is elected leader of term 2
[   0.113 s] kv-1 now answers reads and writes of the store: 0 keys, 0 leases
[   8.000 s] operator: kv-4 shall join the group (id 4, learner)
[   8.003 s] kv-1 completes a membership change: add-learner kv-4
[   8.003 s] all 3 kv processes now count these members: kv-1 kv-2 kv-3 (kv-4)
[   8.011 s] kv-1 sends kv-4 the snapshot of entry 1: the entries it needs are gone
[   8.016 s] kv-4 now counts these members: kv-1 kv-2 kv-3
[   8.016 s] kv-4 replaces its state by the leader's snapshot of entry 1
[   8.024 s] kv-4 now counts these members: kv-1 kv-2 kv-3 (kv-4)
[  12.000 s] operator: kv-4 shall join the group (id 4)
[  12.003 s] kv-1 completes a membership change: add kv-4
[  12.003 s] all 3 kv processes now count these members: kv-1 kv-2 kv-3 kv-4
[  12.004 s] kv-4 now counts these members: kv-1 kv-2 kv-3 kv-4
[  16.000 s] operator: kv-1 shall leave the group
[  16.003 s] kv-1 completes a membership change: remove kv-1
[  16.003 s] all 3 kv processes now count these members: kv-2 kv-3 kv-4
[  16.003 s] kv-1 is no voter of the group any more and stops leading term 2
[  16.003 s] kv-1 no longer answers writes: it does not lead any more
[  16.004 s] kv-4 now counts these members: kv-2 kv-3 kv-4
[  16.026 s] all 3 app processes have their first failure at the store: no-leader
[  17.593 s] kv-2 hears no leader and asks the others whether an election in term 3 could be won
[  17.599 s] kv-2 stands for election in term 3
[  17.604 s] kv-2 is elected leader of term 3
[  17.607 s] kv-2 now answers reads and writes of the store: 9 keys, 0 leases
[  17.610 s] all 3 app processes are served again
