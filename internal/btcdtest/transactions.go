package btcdtest

import (
	"crypto/sha256"
	"encoding/binary"
)

// Spend is an output that a transaction spends.
type Spend struct {
	ID   [32]byte
	Vout uint32
}

// Paid is an output.
type Paid struct {
	Sat    int64
	Script []byte
}

// Script is a locking script with an address (version 0, 32 bytes), one for each number. On a chain whose blocks do
// not signal for segregated witness anybody can spend it.
func Script(n int) []byte {
	sum := sha256.Sum256(binary.LittleEndian.AppendUint64(nil, uint64(n)))
	return append([]byte{0, 32}, sum[:]...)
}

// Transaction spends outputs that anybody can spend.
func Transaction(in []Spend, out []Paid) []byte {
	tx := append([]byte{1, 0, 0, 0}, compact(len(in))...)
	for _, s := range in {
		tx = append(tx, s.ID[:]...)
		tx = binary.LittleEndian.AppendUint32(tx, s.Vout)
		tx = append(tx, 0, 0xff, 0xff, 0xff, 0xff)
	}
	return append(paid(tx, out), 0, 0, 0, 0)
}

// Coinbase is the first transaction of the block at height, with a text in its script.
func Coinbase(height int, text string, out []Paid) []byte {
	script := append(push(height), text...)
	if len(script) < 2 {
		script = append(script, 0)
	}
	tx := append([]byte{1, 0, 0, 0, 1}, make([]byte, 32)...)
	tx = append(tx, 0xff, 0xff, 0xff, 0xff, byte(len(script)))
	tx = append(append(tx, script...), 0xff, 0xff, 0xff, 0xff)
	return append(paid(tx, out), 0, 0, 0, 0)
}

func paid(tx []byte, out []Paid) []byte {
	tx = append(tx, compact(len(out))...)
	for _, o := range out {
		tx = binary.LittleEndian.AppendUint64(tx, uint64(o.Sat))
		tx = append(append(tx, compact(len(o.Script))...), o.Script...)
	}
	return tx
}

func compact(n int) []byte {
	if n < 0xfd {
		return []byte{byte(n)}
	}
	return binary.LittleEndian.AppendUint16([]byte{0xfd}, uint16(n))
}

// ID is the hash of a transaction without witnesses.
func ID(tx []byte) [32]byte { return double(tx) }

// Mine is the next block, dated at the Unix time, of a coinbase with a text that pays the outputs, and of the
// transactions. Amounts are the caller's duty.
func (c *Chain) Mine(unix int64, text string, to []Paid, txs ...[]byte) (block []byte, coinbase [32]byte) {
	c.height++
	c.coinbase = append(c.coinbase, output{})
	first := Coinbase(c.height, text, to)
	return c.seal(unix, append([][]byte{first}, txs...)), double(first)
}

// seal finds a header for the transactions.
func (c *Chain) seal(unix int64, txs [][]byte) []byte {
	header := make([]byte, 80)
	binary.LittleEndian.PutUint32(header[0:], 0x20000000)
	copy(header[4:], c.prev[:])
	root := merkle(txs)
	copy(header[36:], root[:])
	binary.LittleEndian.PutUint32(header[68:], uint32(unix))
	binary.LittleEndian.PutUint32(header[72:], bits)
	for nonce := uint32(0); ; nonce++ {
		binary.LittleEndian.PutUint32(header[76:], nonce)
		if c.prev = double(header); c.prev[31] < 0x7f {
			break
		}
	}
	block := append(header, compact(len(txs))...)
	for _, tx := range txs {
		block = append(block, tx...)
	}
	return block
}

// merkle is the root over the transactions; the last of an odd row is paired with itself.
func merkle(txs [][]byte) [32]byte {
	var row [][32]byte
	for _, tx := range txs {
		row = append(row, double(tx))
	}
	for len(row) > 1 {
		if len(row)%2 == 1 {
			row = append(row, row[len(row)-1])
		}
		for i := range len(row) / 2 {
			row[i] = double(append(row[2*i][:], row[2*i+1][:]...))
		}
		row = row[:len(row)/2]
	}
	return row[0]
}
