// Command historygen writes the compact history that package market embeds, from a table of days
// and a table of difficulty epochs:
//
//	go run ./cmd/historygen daily.csv retargets.csv market/history.bin
//
// daily.csv has the columns date, price_usd, fees_btc (the day's total) and block_count;
// retargets.csv has height, time_unix and bits_hex. Other columns are passed over; difficulty
// comes from the epochs alone. market/SOURCES.md says where both tables come from.
package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: historygen DAILY.csv RETARGETS.csv OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "historygen:", err)
		os.Exit(1)
	}
}

func run(daily, retargets, out string) error {
	obs, err := readDays(daily)
	if err != nil {
		return err
	}
	epochs, err := readEpochs(retargets)
	if err != nil {
		return err
	}
	// The genesis block is not in the counts: the first block counted has height 1.
	h, err := market.New(obs, epochs, 1)
	if err != nil {
		return err
	}
	data, err := h.Encode()
	if err != nil {
		return err
	}
	fmt.Printf("%s to %s, %d epochs, %d bytes\n", h.First(), h.Last(), len(epochs), len(data))
	if err := os.WriteFile(out, data, 0o644); err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(out, ".bin")+".hash", []byte(cite.Hash(h.CSV())+"\n"), 0o644)
}

// table calls visit with each row of a CSV file as a function from column to cell.
func table(name string, visit func(cell func(string) string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, row := range rows[1:] {
		err := visit(func(column string) string {
			for j, c := range rows[0] {
				if c == column {
					return row[j]
				}
			}
			return ""
		})
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+2, err)
		}
	}
	return nil
}

func readDays(name string) (obs []market.Observation, err error) {
	err = table(name, func(cell func(string) string) error {
		o := market.Observation{PriceUSD: market.Unknown, FeesBTC: market.Unknown, Blocks: market.Unknown,
			FirstHeight: market.Unknown, Difficulty: market.Unknown}
		var err error
		if o.Date, err = units.ParseDate(cell("date")); err != nil {
			return err
		}
		if s := cell("price_usd"); s != "" {
			if o.PriceUSD, err = strconv.ParseFloat(s, 64); err != nil {
				return err
			}
		}
		if s := cell("block_count"); s != "" {
			if o.Blocks, err = strconv.Atoi(s); err != nil {
				return err
			}
			fees, err := strconv.ParseFloat(cell("fees_btc"), 64)
			if err != nil {
				return err
			}
			o.FeesBTC = fees / float64(max(o.Blocks, 1))
		}
		obs = append(obs, o)
		return nil
	})
	return obs, err
}

func readEpochs(name string) (list []market.Epoch, err error) {
	err = table(name, func(cell func(string) string) error {
		height, err := strconv.Atoi(cell("height"))
		if err != nil {
			return err
		}
		time, err := strconv.ParseInt(cell("time_unix"), 10, 64)
		if err != nil {
			return err
		}
		bits, err := strconv.ParseUint(cell("bits_hex"), 16, 32)
		if err != nil {
			return err
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
		return nil
	})
	return list, err
}
