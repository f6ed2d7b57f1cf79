package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/units"
)

// Tx is one transaction. It is used by one goroutine, and not after Do has returned.
type Tx struct {
	ctx     context.Context
	tx      *sql.Tx
	dialect *dialect
	pages   map[int64]*page
	at      int64 // number of the page asked for last
	near    *page // and that page
	last    *tail // of the journal; nil until it is read
}

// accountsOfPage is the number of neighbouring accounts whose sums are kept together, so that a close with a
// million postings writes a thousand rows.
const accountsOfPage = 1024

type page struct {
	sums    [accountsOfPage]int64
	changed bool
	stored  bool
}

type tail struct {
	count int64
	head  [32]byte
}

func (t *Tx) exec(query string, args ...any) error {
	_, err := t.tx.ExecContext(t.ctx, t.dialect.arguments(query), args...)
	return err
}

func (t *Tx) row(query string, args ...any) *sql.Row {
	return t.tx.QueryRowContext(t.ctx, t.dialect.arguments(query), args...)
}

// Post appends a journal behind the last and adds its postings to the balances. The same journal from the
// same input is posted once: replay is true. From another input it is ledger.ErrConflict.
func (t *Tx) Post(j ledger.Journal) (replay bool, err error) {
	if err := j.Check(); err != nil {
		return false, err
	}
	id := j.ID()
	first, err := t.journal("id = ?", id[:])
	if err != nil {
		return false, err
	}
	if first != nil {
		return ledger.Replayed(first, &j)
	}
	if j.Corrects != (ledger.ID{}) {
		if wrong, err := t.journal("id = ?", j.Corrects[:]); err != nil || wrong == nil {
			return false, errors.Join(
				err,
				fmt.Errorf("journal %s %s: %w", j.Kind, j.Key, ledger.ErrUnknown),
			)
		}
	}
	if err := t.end(); err != nil {
		return false, err
	}
	j.Prev = t.last.head
	err = j.Each(func(p ledger.Posting) error {
		if err := t.add(p); err != nil {
			return fmt.Errorf("journal %s %s, %v: %w", j.Kind, j.Key, p.Account, err)
		}
		return nil
	})
	if err != nil {
		return false, err
	}
	stored, hash := j.Bytes()
	err = t.exec("INSERT INTO journal (seq, id, kind, day, bytes, hash) VALUES (?, ?, ?, ?, ?, ?)",
		t.last.count+1, id[:], j.Kind, int32(j.Day), stored, hash[:])
	if err != nil {
		return false, err
	}
	t.last.count++
	t.last.head = hash
	return false, nil
}

func (t *Tx) journal(where string, arg any) (*ledger.Journal, error) {
	var b []byte
	err := t.row("SELECT bytes FROM journal WHERE "+where, arg).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	j, err := ledger.Parse(b)
	return &j, err
}

// end reads the number of journals and the hash of the last.
func (t *Tx) end() error {
	if t.last != nil {
		return nil
	}
	t.last = &tail{}
	var head []byte
	err := t.row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").Scan(&t.last.count, &head)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	copy(t.last.head[:], head)
	return err
}

// Head is the number of journals and the hash of the last.
func (t *Tx) Head() (int, [32]byte, error) {
	if err := t.end(); err != nil {
		return 0, [32]byte{}, err
	}
	return int(t.last.count), t.last.head, nil
}

// page is the page of an account, read once in a transaction.
func (t *Tx) page(a ledger.Account) (*page, error) {
	number := int64(a) / accountsOfPage
	if number == t.at && t.near != nil { // holders come in order
		return t.near, nil
	}
	p, err := t.far(number)
	t.at, t.near = number, p
	return p, err
}

func (t *Tx) far(number int64) (*page, error) {
	if p := t.pages[number]; p != nil {
		return p, nil
	}
	p := &page{}
	var b []byte
	err := t.row("SELECT sums FROM balance WHERE page = ?", number).Scan(&b)
	switch {
	case err == nil:
		p.read(b)
	case !errors.Is(err, sql.ErrNoRows):
		return nil, err
	}
	t.pages[number] = p
	return p, nil
}

func (p *page) read(b []byte) {
	p.stored = true
	for i := range p.sums {
		p.sums[i] = int64(binary.LittleEndian.Uint64(b[8*i:]))
	}
}

func (t *Tx) add(posting ledger.Posting) error {
	p, err := t.page(posting.Account)
	if err != nil {
		return err
	}
	sum := &p.sums[posting.Account%accountsOfPage]
	*sum += int64(posting.Amount)
	p.changed = true
	if *sum > int64(ledger.Supply) || *sum < -int64(ledger.Supply) {
		return ledger.ErrRange
	}
	return nil
}

// flush writes the pages that changed.
func (t *Tx) flush() error {
	for number, p := range t.pages {
		if !p.changed {
			continue
		}
		b := make([]byte, 0, 8*accountsOfPage)
		for _, sum := range p.sums {
			b = binary.LittleEndian.AppendUint64(b, uint64(sum))
		}
		query := "INSERT INTO balance (sums, page) VALUES (?, ?)"
		if p.stored {
			query = "UPDATE balance SET sums = ? WHERE page = ?"
		}
		if err := t.exec(query, b, number); err != nil {
			return err
		}
	}
	return nil
}

// Balance is what an account holds, on the side on which it grows.
func (t *Tx) Balance(a ledger.Account) (units.MilliSat, error) {
	p, err := t.page(a)
	if err != nil {
		return 0, err
	}
	return ledger.Side(a, units.MilliSat(p.sums[a%accountsOfPage])), nil
}

// Each tells every account of a class that holds something, in the order of their numbers.
func (t *Tx) Each(c ledger.Class, tell func(ledger.Account, units.MilliSat)) error {
	if err := t.flushed(); err != nil {
		return err
	}
	first, last := int64(
		ledger.At(c, 0),
	)/accountsOfPage, int64(
		ledger.At(c, ledger.MaxNumber),
	)/accountsOfPage
	rows, err := t.tx.QueryContext(t.ctx, t.dialect.arguments(
		"SELECT page, sums FROM balance WHERE page >= ? AND page <= ? ORDER BY page"), first, last)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var b []byte
		if err := rows.Scan(&number, &b); err != nil {
			return err
		}
		var p page
		p.read(b)
		for i, sum := range p.sums {
			if sum != 0 {
				a := ledger.Account(number*accountsOfPage + int64(i))
				tell(a, ledger.Side(a, units.MilliSat(sum)))
			}
		}
	}
	return rows.Err()
}

// flushed writes what changed and reads it again later.
func (t *Tx) flushed() error {
	err := t.flush()
	t.pages, t.near = map[int64]*page{}, nil
	return err
}

// Journals tells every journal in order.
func (t *Tx) Journals(tell func(ledger.Journal) error) error {
	rows, err := t.tx.QueryContext(t.ctx, "SELECT bytes FROM journal ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return err
		}
		j, err := ledger.Parse(b)
		if err != nil {
			return err
		}
		if err := tell(j); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Get is the value of a key in a bucket, nil where there is none.
func (t *Tx) Get(bucket, key string) ([]byte, error) {
	var b []byte
	err := t.row("SELECT value FROM record WHERE bucket = ? AND key = ?", bucket, key).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return b, err
}

// Put sets the value of a key in a bucket.
func (t *Tx) Put(bucket, key string, value []byte) error {
	if value == nil { // to a database it is NULL
		value = []byte{}
	}
	return t.exec(`INSERT INTO record (bucket, key, value) VALUES (?, ?, ?)
		ON CONFLICT (bucket, key) DO UPDATE SET value = excluded.value`, bucket, key, value)
}

// List tells every key of a bucket with its value, in the order of the keys' bytes.
func (t *Tx) List(bucket string, tell func(key string, value []byte) error) error {
	order := "key"
	if t.dialect == postgresDialect {
		order = `key COLLATE "C"`
	}
	rows, err := t.tx.QueryContext(t.ctx, t.dialect.arguments(
		"SELECT key, value FROM record WHERE bucket = ? ORDER BY "+order), bucket)
	if err != nil {
		return err
	}
	type pair struct {
		key   string
		value []byte
	}
	var all []pair // read before telling, so that tell may ask again
	for rows.Next() {
		var p pair
		if err := rows.Scan(&p.key, &p.value); err != nil {
			rows.Close()
			return err
		}
		all = append(all, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, p := range all {
		if err := tell(p.key, p.value); err != nil {
			return err
		}
	}
	return nil
}
