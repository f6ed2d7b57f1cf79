package node

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/share"
)

// ErrFalse is a template that does not agree with itself or with the block before it.
var ErrFalse = errors.New("the node's template is false")

// rawTemplate is a template as a node writes it.
type rawTemplate struct {
	Version      uint32
	Previous     string `json:"previousblockhash"`
	Bits         string
	Target       string
	Height       int64
	CurTime      uint32
	MinTime      uint32
	Value        int64  `json:"coinbasevalue"`
	Commitment   string `json:"default_witness_commitment"`
	Transactions []rawTransaction
}

type rawTransaction struct {
	Data string
	ID   string `json:"txid"`
	Hash string // with witness; btcd writes it so, and the identifier in it where txid is missing
	Fee  int64
}

// witnessMark is what the output that commits to witnesses begins with (BIP 141).
var witnessMark = []byte{0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed}

// check believes nothing that it can compute: before is the height of the block before.
func (r *rawTemplate) check(before int64, subsidy func(height int64) int64) (*jobs.Template, error) {
	prev, err := parseHash(r.Previous)
	if err != nil {
		return nil, fmt.Errorf("its previous block: %w", err)
	}
	bits, err := hex.DecodeString(r.Bits)
	if err != nil || len(bits) != 4 {
		return nil, fmt.Errorf("bits %.20q", r.Bits)
	}
	t := &jobs.Template{
		Height: uint32(r.Height), Version: r.Version, Prev: prev, Bits: binary.BigEndian.Uint32(bits),
		Time: r.CurTime, MinTime: r.MinTime, Value: uint64(r.Value),
	}
	target, err := jobs.TargetOf(t.Bits)
	if err != nil {
		return nil, err
	}
	if r.Target != "" {
		said, err := parseHash(r.Target)
		if err != nil || said != target {
			return nil, fmt.Errorf("bits %s and target %.64s differ", r.Bits, r.Target)
		}
	}
	switch {
	case r.Height != before+1:
		return nil, fmt.Errorf("height %d on a block of height %d", r.Height, before)
	case r.CurTime < r.MinTime:
		return nil, fmt.Errorf("it is %d, before the least time %d", r.CurTime, r.MinTime)
	}
	fees, witnesses, err := r.transactions(t)
	if err != nil {
		return nil, err
	}
	if most := subsidy(r.Height) + fees; r.Value < 0 || r.Value > most {
		return nil, fmt.Errorf("its coinbase would pay %d sat of %d", r.Value, most)
	}
	return t, r.witness(t, witnesses)
}

// transactions hashes the transactions: their identifiers go to t, those with witnesses come back.
func (r *rawTemplate) transactions(t *jobs.Template) (fees int64, witnesses [][32]byte, err error) {
	for i, tx := range r.Transactions {
		data, err := hex.DecodeString(tx.Data)
		if err != nil {
			return 0, nil, fmt.Errorf("transaction %d: not hexadecimal", i+1)
		}
		stripped, err := strip(data)
		if err != nil {
			return 0, nil, fmt.Errorf("transaction %d: %w", i+1, err)
		}
		id, whole := share.Hash(stripped), share.Hash(data)
		said := tx.ID
		if said == "" {
			said = tx.Hash
		}
		if want, err := parseHash(said); err != nil || want != id && want != whole {
			return 0, nil, fmt.Errorf("transaction %d has another hash than it is said to have", i+1)
		}
		if tx.Fee < 0 || fees > 21e14 {
			return 0, nil, fmt.Errorf("transaction %d: a fee of %d sat", i+1, tx.Fee)
		}
		fees += tx.Fee
		t.Txs, t.IDs = append(t.Txs, data), append(t.IDs, id)
		witnesses = append(witnesses, whole)
	}
	return fees, witnesses, nil
}

// witness computes the commitment to witnesses, which a node gives as a script (Bitcoin Core) or as the bare
// hash (btcd).
func (r *rawTemplate) witness(t *jobs.Template, witnesses [][32]byte) error {
	if r.Commitment == "" {
		for i := range witnesses {
			if witnesses[i] != t.IDs[i] {
				return errors.New("it has witnesses and no commitment to them")
			}
		}
		return nil
	}
	row := append([][32]byte{{}}, witnesses...) // zeros for the coinbase
	for len(row) > 1 {
		if len(row)%2 == 1 {
			row = append(row, row[len(row)-1])
		}
		for i := 0; i < len(row); i += 2 {
			row[i/2] = share.Hash(append(append(make([]byte, 0, 64), row[i][:]...), row[i+1][:]...))
		}
		row = row[:len(row)/2]
	}
	commitment := share.Hash(append(append(make([]byte, 0, 64), row[0][:]...), make([]byte, 32)...))
	t.Witness = append(append([]byte(nil), witnessMark...), commitment[:]...)
	said, err := hex.DecodeString(r.Commitment)
	if err != nil || string(said) != string(t.Witness) && string(said) != string(commitment[:]) {
		return errors.New("its commitment to witnesses is another transactions'")
	}
	return nil
}

// parseHash reads a hash as it is printed, in the order of the header.
func parseHash(text string) (hash [32]byte, err error) {
	if len(text) != 64 {
		return hash, fmt.Errorf("%.80q is no hash", text)
	}
	if _, err := hex.Decode(hash[:], []byte(text)); err != nil {
		return hash, fmt.Errorf("%.80q is no hash", text)
	}
	return share.Printed(hash), nil
}

// strip leaves the witness out of a transaction (BIP 144).
func strip(tx []byte) ([]byte, error) {
	if len(tx) < 10 || tx[4] != 0 || tx[5] != 1 {
		return tx, nil
	}
	out := append([]byte(nil), tx[:4]...)
	rest := tx[6:]
	at := 0
	inputs, err := count(rest, &at)
	for range inputs {
		if err = skip(rest, &at, 36); err == nil {
			err = skipPart(rest, &at, 4)
		}
		if err != nil {
			return nil, err
		}
	}
	outputs, err2 := count(rest, &at)
	if err = errors.Join(err, err2); err != nil {
		return nil, err
	}
	for range outputs {
		if err = skip(rest, &at, 8); err == nil {
			err = skipPart(rest, &at, 0)
		}
		if err != nil {
			return nil, err
		}
	}
	if len(rest) < at+4 {
		return nil, errCut
	}
	out = append(out, rest[:at]...)
	return append(out, rest[len(rest)-4:]...), nil
}

var errCut = errors.New("it is cut short")

// skipPart skips a length, as many bytes, and more.
func skipPart(b []byte, at *int, more int) error {
	n, err := count(b, at)
	if err != nil {
		return err
	}
	return skip(b, at, n+more)
}

func skip(b []byte, at *int, n int) error {
	if n < 0 || n > len(b)-*at {
		return errCut
	}
	*at += n
	return nil
}

// count reads a number of one, three or five bytes; no transaction has a longer one.
func count(b []byte, at *int) (int, error) {
	if *at >= len(b) {
		return 0, errCut
	}
	first := b[*at]
	size := map[byte]int{0xfd: 2, 0xfe: 4, 0xff: 8}[first]
	if len(b)-*at < 1+size || size == 8 {
		return 0, errCut
	}
	*at += 1 + size
	switch size {
	case 2:
		return int(binary.LittleEndian.Uint16(b[*at-2:])), nil
	case 4:
		return int(binary.LittleEndian.Uint32(b[*at-4:])), nil
	}
	return int(first), nil
}
