create table numbers as select n / 2 as n, n as id from generate_series(1, 10) n;
