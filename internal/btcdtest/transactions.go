package btcdtest

import (
	"crypto/sha256"
	"encoding/binary"
)

// Spend is an output that a transaction spends, and the number of its script.
type Spend struct {
	ID   [32]byte
	Vout uint32
	N    int
}

// Payment is a transaction.
type Payment struct {
	In  []Spend
	Out []Paid
}

// ID is its hash.
func (p Payment) ID() [32]byte { return double(Transaction(p.In, p.Out)) }

// bytes are those of a transaction with its witnesses (BIP 144), each the script that it spends from.
func (p Payment) bytes() []byte {
	plain := Transaction(p.In, p.Out)
	tx := append([]byte{1, 0, 0, 0, 0, 1}, plain[4:len(plain)-4]...)
	for _, in := range p.In {
		script := anybody(in.N)
		tx = append(append(tx, 1, byte(len(script))), script...)
	}
	return append(tx, 0, 0, 0, 0)
}

// Paid is an output.
type Paid struct {
	Sat    int64
	Script []byte
}

// anybody is a witness script that asks for nothing: a number, dropped, and true. One for each number.
func anybody(n int) []byte {
	return append(binary.LittleEndian.AppendUint64([]byte{8}, uint64(n)), 0x75, 0x51)
}

// Script is a locking script with an address (version 0, 32 bytes), one for each number, that anybody can
// spend.
func Script(n int) []byte {
	sum := sha256.Sum256(anybody(n))
	return append([]byte{0, 32}, sum[:]...)
}

// Transaction is the bytes of a transaction without witnesses.
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

// Mine is the next block, dated at the Unix time, of a coinbase with a text that pays the outputs, and of
// the payments. The coinbase gets one more output, which commits to their witnesses (BIP 141). Amounts
// are the caller's duty.
func (c *Chain) Mine(unix int64, text string, to []Paid, payments ...Payment) (block []byte,
	coinbase [32]byte) {
	c.height++
	c.coinbase = append(c.coinbase, output{})
	hashes, full := [][32]byte{{}}, [][]byte{nil}
	plain := [][]byte{nil}
	for _, p := range payments {
		full = append(full, p.bytes())
		plain = append(plain, Transaction(p.In, p.Out))
		hashes = append(hashes, double(p.bytes()))
	}
	root := merkle(hashes)
	commitment := double(append(root[:], make([]byte, 32)...))
	script := append([]byte{0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed}, commitment[:]...)
	plain[0] = Coinbase(c.height, text, append(append([]Paid(nil), to...), Paid{Script: script}))
	full[0] = append([]byte{1, 0, 0, 0, 0, 1}, plain[0][4:len(plain[0])-4]...)
	full[0] = append(append(append(full[0], 1, 32), make([]byte, 32)...), 0, 0, 0, 0)
	return c.seal(unix, plain, full), double(plain[0])
}

// seal finds a header for the transactions, which are given without and with their witnesses.
func (c *Chain) seal(unix int64, plain, full [][]byte) []byte {
	var ids [][32]byte
	for _, tx := range plain {
		ids = append(ids, double(tx))
	}
	header := make([]byte, 80)
	binary.LittleEndian.PutUint32(header[0:], 0x20000000)
	copy(header[4:], c.prev[:])
	root := merkle(ids)
	copy(header[36:], root[:])
	binary.LittleEndian.PutUint32(header[68:], uint32(unix))
	binary.LittleEndian.PutUint32(header[72:], bits)
	for nonce := uint32(0); ; nonce++ {
		binary.LittleEndian.PutUint32(header[76:], nonce)
		if c.prev = double(header); c.prev[31] < 0x7f {
			break
		}
	}
	block := append(header, compact(len(full))...)
	for _, tx := range full {
		block = append(block, tx...)
	}
	return block
}

// merkle is the root over hashes; the last of an odd row is paired with itself.
func merkle(row [][32]byte) [32]byte {
	for len(row) > 1 {
		if len(row)%2 == 1 {
			row = append(row, row[len(row)-1])
		}
		for i := range len(row) / 2 {
			row[i] = double(append(append([]byte(nil), row[2*i][:]...), row[2*i+1][:]...))
		}
		row = row[:len(row)/2]
	}
	return row[0]
}
