CREATE TABLE IF NOT EXISTS orders (
  id       text PRIMARY KEY,
  customer text NOT NULL,
  total    bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS invoice (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL REFERENCES orders,
  amount   bigint NOT NULL
);
