package bench

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // the driver of the rows one by one

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/internal/pgtest"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/provider/settle"
	"github.com/assaymining/assay/provider/store"
)

func holdingsOf(n int) []settle.Holding {
	all := make([]settle.Holding, n)
	for i := range all {
		all[i] = settle.Holding{Holder: uint32(i + 1), Units: uint32(i%50 + 1)}
	}
	return all
}

// The close of a day for ten million holdings of one series, postings and the hash of its input included,
// beside the naive one: the contract's day once for each holding.
func BenchmarkSettleHoldings(b *testing.B) {
	terms, err := contract.New(contract.Terms{
		TH: 1, Uptime: 1, Length: 365, Every: 1, Fees: []contract.FeeTerm{{Name: "pool", Share: .02}},
	})
	if err != nil {
		b.Fatal(err)
	}
	s := settle.Series{Number: 1, Name: "A", Terms: terms, Rate: 1e12, Holdings: holdingsOf(10_000_000)}
	d := &settle.Day{
		Date: 20_000, Revenue: 1e14, Work: payout.SoldWork(s.Issued(), 1e12), Price: 76_000_000_000,
		Series: []settle.Series{s},
	}
	b.Run("close", func(b *testing.B) {
		for b.Loop() {
			if _, err := settle.Run(d); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("a contract each", func(b *testing.B) {
		r, err := payout.Realise(d.Revenue, d.Work, d.Work)
		if err != nil {
			b.Fatal(err)
		}
		facts := r.Facts(d.Date, d.Price)
		for b.Loop() {
			var flow contract.Flow
			for range s.Holdings {
				state := terms.Start()
				terms.Day(&state, facts, &flow)
			}
		}
	})
}

// A close with a million holders in one transaction, beside one row inserted for each posting.
func BenchmarkPersistHoldings(b *testing.B) {
	const holders = 1_000_000
	spread := ledger.Spread{Class: ledger.HolderMined, PerUnit: 18_655, To: holdingsOf(holders)}
	sum, err := spread.Total()
	if err != nil {
		b.Fatal(err)
	}
	journal := ledger.Journal{Kind: "close", Day: 20_000, Spreads: []ledger.Spread{spread}}
	journal.Postings = append(journal.Postings, ledger.Debit(ledger.RevenueOf(20_000), sum))
	var rows []ledger.Posting
	_ = journal.Each(func(p ledger.Posting) error { rows = append(rows, p); return nil }) // none is returned
	closes := 0
	post := func(b *testing.B, address string) {
		s, err := store.Open(b.Context(), address)
		if err != nil {
			b.Skip(err)
		}
		defer s.Close()
		for b.Loop() {
			closes++
			journal.Key = fmt.Sprint(closes)
			err := s.Do(b.Context(), func(tx desk.Tx) error { _, err := tx.Post(journal); return err })
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.Run("SQLite", func(b *testing.B) { post(b, filepath.Join(b.TempDir(), "books.db")) })
	b.Run("PostgreSQL", func(b *testing.B) { post(b, pgtest.Start(b)) })
	b.Run("SQLite, rows one by one", func(b *testing.B) { rowsOneByOne(b, rows) })
}

func rowsOneByOne(b *testing.B, postings []ledger.Posting) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "rows.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE posting (account INTEGER, amount INTEGER)"); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		tx, err := db.BeginTx(context.Background(), nil)
		if err != nil {
			b.Fatal(err)
		}
		insert, err := tx.Prepare("INSERT INTO posting VALUES (?, ?)")
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range postings {
			if _, err := insert.Exec(int64(p.Account), int64(p.Amount)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}
