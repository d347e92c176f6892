-- Dead letters are not due, and however many there are, nobody steps over them.
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (destination, partition, id) WHERE dead = 0;
