create table numbers as select n from generate_series(1, 10) n;
