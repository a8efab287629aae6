[   0.000 s] all 6 web processes serve web
[   0.002 s] all 6 web processes are registered with registry-host (10.0.0.43:8761)
[   3.016 s] resolver caches web.shop.test A = web-1, web-2, web-3, web-4, web-5, web-6 for 60 s
[  30.000 s] host web-3 loses power
[  31.105 s] all 20 dns-clients have their first failure at web-3 (10.0.0.46) (until 36.4 s)
[  31.220 s] all 20 registry-clients have their first failure at web-3 (10.0.0.46) (until 36.5 s)
[  40.000 s] registry drops web-3 of web: no heartbeat for 14.998 s
[  43.008 s] all 20 registry-clients strike web-3 off their lists
[  44.000 s] operator: resolver shall forget what it has cached
[  44.000 s] resolver flushes its cache of * (entries dropped: 1)
[  44.001 s] resolver caches web.shop.test A = web-1, web-2, web-3, web-4, web-5, web-6 for 60 s
[  45.000 s] host spare is powered on
[  45.000 s] operator: ns shall answer web.shop.test. with web-1, web-2, spare, web-4, web-5, web-6
[  45.000 s] ns now says web.shop.test A is web-1, web-2, spare, web-4, web-5, web-6 (TTL 60 s, serial 2)
[  45.000 s] spare serves web at spare (10.0.0.50)
[  45.002 s] spare is registered with registry-host (10.0.0.43:8761)
[  48.009 s] all 20 registry-clients learn of spare
[ 104.022 s] resolver fetches web.shop.test A anew: now web-1, web-2, web-4, web-5, web-6, spare, to be believed for 60 s
[ 104.023 s] all 20 dns-clients replace web-3 by spare in their lists (until 105.1 s)
