//go:build !unix

package miner

func (c *conn) read(in incoming) { readEach(c.nc, in) }

func (c *conn) gone() bool { return false }
