package bench

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// BenchmarkNodeYear reads headers and fees of a year of blocks from a real node of regtest, checks and
// stores them. Run it with -benchtime 1x; making the chain takes longer than reading it.
func BenchmarkNodeYear(b *testing.B) {
	const year = 52_560
	node, c := btcdtest.Start(b), btcdtest.NewChain()
	begin := time.Now().Unix() - (year+1)*600
	blocks := make([][]byte, year)
	for i := range blocks {
		blocks[i] = c.Next(begin+int64(i)*600, 1000)
	}
	node.Submit(blocks...)
	login := func() (string, string, error) { return btcdtest.User, btcdtest.Password, nil }
	for _, workers := range []int{1, 4} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			for b.Loop() {
				s, err := sqlite.Open(filepath.Join(b.TempDir(), "facts.sqlite"))
				if err != nil {
					b.Fatal(err)
				}
				up := ingest.Update{Store: s, Chain: bitcoind.New(fetch.New(fetch.Options{Login: login}), node.URL), Name: "node", Workers: workers}
				r, err := up.Blocks(context.Background(), 0)
				if err != nil || r.Blocks != year+1 {
					b.Fatal(r, err)
				}
				b.ReportMetric(r.PerSecond(), "blocks/s")
				s.Close()
			}
		})
	}
	b.Run("node alone", func(b *testing.B) { // what is left without checks and store
		for b.Loop() {
			n := bitcoind.New(fetch.New(fetch.Options{Login: login}), node.URL)
			begin := time.Now()
			for at := 0; at <= year; at += 200 {
				if _, _, err := n.Blocks(context.Background(), at, min(year, at+199)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(year/time.Since(begin).Seconds(), "blocks/s")
		}
	})
}

// BenchmarkStoreRead opens a store with eighteen years of days and prices and reads them all, and, in
// the second case, makes the history that verdicts use.
func BenchmarkStoreRead(b *testing.B) {
	path := filepath.Join(b.TempDir(), "facts.sqlite")
	fillStore(b, path)
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			s, err := sqlite.OpenRead(path)
			if err != nil {
				b.Fatal(err)
			}
			days, err := s.Days(context.Background(), 0)
			prices, err2 := s.PricesByDay(context.Background(), units.USD)
			if err != nil || err2 != nil || len(days) < 6400 || len(prices) < 5800 {
				b.Fatal(len(days), len(prices), err, err2)
			}
			s.Close()
		}
	})
	b.Run("history", func(b *testing.B) {
		for b.Loop() {
			s, err := sqlite.OpenRead(path)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := ingest.History(context.Background(), s, market.Embedded()); err != nil {
				b.Fatal(err)
			}
			s.Close()
		}
	})
}

// fillStore writes every day of the embedded history as if a node and venues had given it.
func fillStore(b *testing.B, path string) {
	b.Helper()
	s, err := sqlite.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	src := cite.Source{What: "blocks", URL: "http://127.0.0.1", Read: "2026-10-03T00:00:00Z", Hash: cite.Hash(nil)}
	h := market.Embedded()
	var days []chain.Day
	var closes []market.Close
	var prices []market.Agreed
	for _, d := range h.Days(h.First(), h.Last()+1) {
		days = append(days, chain.Day{Date: d.Date, Difficulty: d.Difficulty, Fees: units.Sat(d.FeesBTC * 1e8 * float64(d.Blocks)), FeesKnown: true,
			Subsidy: units.Sat(d.SubsidyBTC * 1e8 * float64(d.Blocks)), Blocks: d.Blocks, FirstHeight: d.FirstHeight})
		if d.PriceUSD == 0 {
			continue
		}
		for _, venue := range []string{"coinbase", "kraken", "bitstamp"} {
			closes = append(closes, market.Close{Venue: venue, Currency: units.USD, Date: d.Date, Price: d.PriceUSD, From: src})
		}
		prices = append(prices, market.Agreed{Currency: units.USD, Date: d.Date, Price: d.PriceUSD, Used: []string{"bitstamp", "coinbase", "kraken"}})
	}
	if err := s.PutBlocks(context.Background(), "node", src, nil, days); err != nil {
		b.Fatal(err)
	}
	if err := s.PutPrices(context.Background(), closes, prices); err != nil {
		b.Fatal(err)
	}
}
