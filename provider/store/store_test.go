package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/pgtest"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/units"
)

// Both databases keep the same contract.
func TestContract(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) {
		dir := t.TempDir()
		n := 0
		contractOf(t, func() string { n++; return filepath.Join(dir, fmt.Sprintf("books-%d.db", n)) })
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		address := pgtest.Start(t)
		n := 0
		contractOf(t, func() string {
			n++
			name := fmt.Sprintf("books%d", n)
			s, err := Open(t.Context(), address)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if _, err := s.db.Exec("CREATE DATABASE " + name); err != nil {
				t.Fatal(err)
			}
			return strings.Replace(address, "/postgres?", "/"+name+"?", 1)
		})
	})
}

func contractOf(t *testing.T, fresh func() string) {
	for name, test := range map[string]func(*testing.T, string){
		"same as a book in memory": sameAsBook, "wholly or not": whollyOrNot, "only added": onlyAdded,
		"records": records, "opened again": openedAgain,
	} {
		t.Run(name, func(t *testing.T) { test(t, fresh()) })
	}
}

func open(t *testing.T, address string) *Store {
	t.Helper()
	s, err := Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func do(t *testing.T, s *Store, f func(desk.Tx) error) {
	t.Helper()
	if err := s.Do(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// anyJournal is a balanced journal over a few hundred accounts of every class.
func anyJournal(r *rand.Rand, key int) ledger.Journal {
	j := ledger.Journal{
		Kind:  "close",
		Key:   strconv.Itoa(key),
		Day:   units.Date(20_000 + key),
		Input: [32]byte{byte(key)},
	}
	var sum units.MilliSat
	for range r.IntN(300) {
		a := ledger.At(ledger.Class(1+r.IntN(17)), r.Uint32N(5000))
		amount := units.MilliSat(r.Int64N(2e12) - 1e12)
		j.Postings = append(j.Postings, ledger.Posting{Account: a, Amount: amount})
		sum += amount
	}
	spread := ledger.Spread{Class: ledger.HolderMined, PerUnit: units.MilliSat(r.Int64N(1e9))}
	for range r.IntN(300) {
		h := ledger.Holding{Holder: r.Uint32N(5000), Units: r.Uint32N(100)}
		spread.To = append(spread.To, h)
		sum -= spread.PerUnit * units.MilliSat(h.Units)
	}
	j.Spreads = []ledger.Spread{spread}
	j.Postings = append(j.Postings, ledger.Posting{Account: ledger.Own, Amount: -sum})
	return j
}

func sameAsBook(t *testing.T, address string) {
	s, book, r := open(t, address), &ledger.Book{}, rand.New(rand.NewPCG(3, 4))
	for i := range 20 {
		j := anyJournal(r, i)
		if _, err := book.Post(j); err != nil {
			t.Fatal(err)
		}
		do(t, s, func(tx desk.Tx) error {
			replay, err := tx.Post(j)
			if replay {
				t.Error("a new journal is a replay")
			}
			return err
		})
	}
	do(t, s, func(tx desk.Tx) error {
		n, head, err := tx.Head()
		if n != book.Len() || head != book.Head() {
			t.Errorf("%d journals to %x, want %d to %x", n, head, book.Len(), book.Head())
		}
		kept := 0
		for c := ledger.ChainMining; c <= ledger.EquityOperator; c++ {
			err = errors.Join(err, tx.Each(c, func(a ledger.Account, balance units.MilliSat) {
				kept++
				if balance != book.Balance(a) {
					t.Errorf("%v has %d, want %d", a, balance, book.Balance(a))
				}
			}))
		}
		want := 0
		book.Each(func(_ ledger.Account, balance units.MilliSat) {
			if balance != 0 {
				want++
			}
		})
		if kept != want {
			t.Errorf("%d accounts hold something, want %d", kept, want)
		}
		return err
	})
	do(t, s, func(tx desk.Tx) error {
		var all []ledger.Journal
		if err := tx.(*Tx).Journals(func(j ledger.Journal) error { all = append(all, j); return nil }); err != nil {
			return err
		}
		back, err := ledger.Replay(all)
		if err != nil || back.Totals() != book.Totals() {
			t.Error("replayed it is another book:", err)
		}
		return nil
	})
}

func whollyOrNot(t *testing.T, address string) {
	s, stop := open(t, address), errors.New("stop")
	found := ledger.Found("ab", 20_000, 1000)
	err := s.Do(t.Context(), func(tx desk.Tx) error {
		_, err := tx.Post(found)
		return errors.Join(err, tx.Put("b", "k", []byte("v")), stop)
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	do(t, s, func(tx desk.Tx) error {
		n, _, err := tx.Head()
		value, err2 := tx.Get("b", "k")
		balance, err3 := tx.Balance(ledger.At(ledger.CoinbaseImmature, 0))
		if n != 0 || value != nil || balance != 0 {
			t.Errorf("half of it is there: %d journals, %q, %d", n, value, balance)
		}
		return errors.Join(err, err2, err3)
	})
	for again := range 2 {
		do(t, s, func(tx desk.Tx) error {
			replay, err := tx.Post(found)
			if replay != (again == 1) {
				t.Errorf("posted time %d: replay %v", again, replay)
			}
			return err
		})
	}
	err = s.Do(
		t.Context(),
		func(tx desk.Tx) error { _, err := tx.Post(ledger.Found("ab", 20_000, 1001)); return err },
	)
	if !errors.Is(err, ledger.ErrConflict) {
		t.Error(err)
	}
}

func onlyAdded(t *testing.T, address string) {
	s := open(t, address)
	do(t, s, func(tx desk.Tx) error { _, err := tx.Post(ledger.Found("ab", 20_000, 1000)); return err })
	for _, query := range []string{"DELETE FROM journal", "UPDATE journal SET day = 1"} {
		if _, err := s.db.ExecContext(t.Context(), query); err == nil ||
			!strings.Contains(err.Error(), "only added") {
			t.Errorf("%s: %v", query, err)
		}
	}
}

func records(t *testing.T, address string) {
	s := open(t, address)
	do(t, s, func(tx desk.Tx) error {
		return errors.Join(
			tx.Put("b", "2", []byte("two")),
			tx.Put("b", "Z", nil),
			tx.Put("b", "a", []byte{0, 1}),
			tx.Put("c", "2", []byte("other")),
			tx.Put("b", "2", []byte("second")),
		)
	})
	do(t, s, func(tx desk.Tx) error {
		var got []string
		err := tx.List("b", func(key string, value []byte) error {
			same, err := tx.Get("b", key) // a question within a list
			got = append(got, fmt.Sprintf("%s=%q", key, value))
			if !bytes.Equal(same, value) {
				t.Errorf("%s is %q and %q", key, value, same)
			}
			return err
		})
		if want := `[2="second" Z="" a="\x00\x01"]`; fmt.Sprint(got) != want {
			t.Errorf("%v, want %s", got, want)
		}
		return err
	})
}

func openedAgain(t *testing.T, address string) {
	s := open(t, address)
	do(t, s, func(tx desk.Tx) error { _, err := tx.Post(ledger.Found("ab", 20_000, 1000)); return err })
	if s.dialect == postgresDialect {
		if other, err := Open(t.Context(), address); err == nil ||
			!strings.Contains(err.Error(), "another provider") {
			t.Errorf("two providers hold one database: %v, %v", other, err)
		}
	}
	closed := make(chan error, 1)
	end := func() { closed <- s.Close() }
	if s.dialect == postgresDialect {
		go end() // the next may begin while this one ends
	} else {
		end()
	}
	again := open(t, address)
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	do(t, again, func(tx desk.Tx) error {
		balance, err := tx.Balance(ledger.At(ledger.CoinbaseImmature, 0))
		if balance != 1000 {
			t.Errorf("%d after it was opened again", balance)
		}
		return err
	})
	if _, err := again.db.ExecContext(t.Context(), "INSERT INTO migration (number) VALUES (99)"); err != nil {
		t.Fatal(err)
	}
	again.Close()
	if _, err := Open(t.Context(), address); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("a database of a later form is opened: %v", err)
	}
}

// A password in an address is in no message.
func TestSecretsStay(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := Open(ctx, "postgres://assay:secret-word@127.0.0.1:1/none?connect_timeout=1")
	if err == nil || strings.Contains(err.Error(), "secret-word") {
		t.Errorf("%v", err)
	}
}
