// Command historygen writes the compact history that package market embeds, from a folder of tables:
//
//	go run ./cmd/historygen DATA market
//
// DATA has daily.csv (date, price_usd, price_source, fees_btc of the day, block_count, by median time
// past), daily_chain.csv (date, block_count, first_height, fees_btc, by header time), retargets.csv
// (height, time_unix, bits_hex) and price_bitstamp.csv (date, price_usd). Other columns are passed over;
// difficulty comes from the epochs alone. What may be used for any purpose goes to history.bin, the rest to
// history_terms.bin. market/SOURCES.md says where the tables come from.
package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: historygen DATA OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "historygen:", err)
		os.Exit(1)
	}
}

// byHeaderTime is how many blocks a day by median time past is ahead of one by header time: the median of
// eleven times is about that of the sixth block, so that five blocks more are counted before a midnight. On
// all 1,935 days for which both counts are known the heights differ by exactly five, and the counts by
// none.
const byHeaderTime = 5

func run(data, out string) error {
	days, err := readTable(filepath.Join(data, "daily.csv"))
	if err != nil {
		return err
	}
	chain, err := readTable(filepath.Join(data, "daily_chain.csv"))
	if err != nil {
		return err
	}
	price, err := readTable(filepath.Join(data, "price_bitstamp.csv"))
	if err != nil {
		return err
	}
	epochs, err := readEpochs(filepath.Join(data, "retargets.csv"))
	if err != nil {
		return err
	}
	free, terms, err := split(days, byDate(chain), byDate(price))
	if err != nil {
		return err
	}
	// The genesis block is not in the counts: the first block counted has height 1.
	const firstHeight = 1
	if err := write(filepath.Join(out, "history.bin"), free, epochs, firstHeight); err != nil {
		return err
	}
	if err := write(filepath.Join(out, "history_terms.bin"), terms, nil, firstHeight); err != nil {
		return err
	}
	all := make([]market.Observation, len(free))
	for i := range free {
		all[i] = free[i].Over(terms[i])
	}
	if err := hash(filepath.Join(out, "history_free.hash"), free, epochs, firstHeight); err != nil {
		return err
	}
	return hash(filepath.Join(out, "history.hash"), all, epochs, firstHeight)
}

func write(name string, days []market.Observation, epochs []market.Epoch, firstHeight int) error {
	b, err := market.EncodeObservations(days, epochs, firstHeight)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d days, %d epochs, %d bytes\n", name, len(days), len(epochs), len(b))
	return os.WriteFile(name, b, 0o644)
}

// hash writes the hash of the CSV of what is read back from the compact form, which rounds.
func hash(name string, days []market.Observation, epochs []market.Epoch, firstHeight int) error {
	b, err := market.EncodeObservations(days, epochs, firstHeight)
	if err != nil {
		return err
	}
	h, err := market.Decode(b)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(cite.Hash(h.CSV())+"\n"), 0o644)
}

// row is a line of a table, by column.
type row map[string]string

func byDate(rows []row) map[string]row {
	m := make(map[string]row, len(rows))
	for _, r := range rows {
		m[r["date"]] = r
	}
	return m
}

// split is what is known of each day from free sources, and from the others where these have nothing.
func split(days []row, chain, price map[string]row) (free, terms []market.Observation, err error) {
	first := true // day with blocks
	for _, r := range days {
		date, err := units.ParseISODate(r["date"])
		if err != nil {
			return nil, nil, err
		}
		f, t := unknown(date), unknown(date)
		if p := price[r["date"]]; p != nil {
			f.PriceUSD, err = strconv.ParseFloat(p["price_usd"], 64)
		} else if r["price_usd"] != "" {
			t.PriceUSD, err = strconv.ParseFloat(r["price_usd"], 64)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", date, err)
		}
		c := chain[r["date"]]
		if c != nil {
			if err := counts(&f, c); err != nil {
				return nil, nil, err
			}
		}
		if f.FeesBTC < 0 && r["block_count"] != "" {
			if err := counts(&t, r); err != nil {
				return nil, nil, err
			}
			if first && t.Blocks > 0 {
				t.Blocks, first = t.Blocks-byHeaderTime, false
			}
		}
		free, terms = append(free, f), append(terms, t)
	}
	return free, terms, nil
}

func unknown(date units.Date) market.Observation {
	return market.Observation{
		Date:        date,
		PriceUSD:    market.Unknown,
		FeesBTC:     market.Unknown,
		Blocks:      market.Unknown,
		FirstHeight: market.Unknown,
		Difficulty:  market.Unknown,
	}
}

// counts reads blocks, fees and the first height, as far as the row has them.
func counts(o *market.Observation, r row) (err error) {
	if o.Blocks, err = strconv.Atoi(r["block_count"]); err != nil {
		return fmt.Errorf("%s: %w", o.Date, err)
	}
	if h := r["first_height"]; h != "" {
		if o.FirstHeight, err = strconv.Atoi(h); err != nil {
			return fmt.Errorf("%s: %w", o.Date, err)
		}
	}
	if total := r["fees_btc"]; total != "" {
		fees, err := strconv.ParseFloat(total, 64)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Date, err)
		}
		o.FeesBTC = fees / float64(max(o.Blocks, 1))
	}
	return nil
}

func readTable(name string) ([]row, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rows := make([]row, 0, len(lines))
	for _, line := range lines[1:] {
		r := row{}
		for i, column := range lines[0] {
			r[column] = line[i]
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func readEpochs(name string) (list []market.Epoch, err error) {
	rows, err := readTable(name)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		height, err1 := strconv.Atoi(r["height"])
		time, err2 := strconv.ParseInt(r["time_unix"], 10, 64)
		bits, err3 := strconv.ParseUint(r["bits_hex"], 16, 32)
		if err1 != nil || err2 != nil || err3 != nil {
			return nil, fmt.Errorf(
				"%s: epoch %q at %q with bits %q cannot be read",
				name,
				r["height"],
				r["time_unix"],
				r["bits_hex"],
			)
		}
		list = append(
			list,
			market.Epoch{
				Height:     height,
				Time:       time,
				Bits:       uint32(bits),
				Difficulty: consensus.Difficulty(uint32(bits)),
			},
		)
	}
	return list, nil
}
