package bench

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"net"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/assaymining/assay/provider/jobs"
)

// textbook is the server that one writes first: a goroutine for each connection, encoding/json, big.Int,
// hexadecimal texts, a map of texts for duplicates behind one lock, and an answer from memory.
func textbook(l net.Listener, t *jobs.Template) {
	job, err := jobs.JobOf(t, jobs.Payout{Server: 3, Script: []byte{0x51}}, 1, 0)
	if err != nil {
		panic(err)
	}
	var sessions atomic.Uint32
	seen := struct {
		sync.Mutex
		all map[string]bool
	}{all: map[string]bool{}}
	for {
		nc, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer nc.Close()
			en1 := fmt.Sprintf("%08x", sessions.Add(1))
			in := bufio.NewScanner(nc)
			out := json.NewEncoder(nc)
			for in.Scan() {
				var ask struct {
					ID     any    `json:"id"`
					Method string `json:"method"`
					Params []any  `json:"params"`
				}
				if json.Unmarshal(in.Bytes(), &ask) != nil {
					return
				}
				answer := map[string]any{"id": ask.ID, "result": true, "error": nil}
				switch ask.Method {
				case "mining.subscribe":
					answer["result"] = []any{[]any{}, en1, 8}
				case "mining.submit":
					header, ok := textbookHeader(job, en1, ask.Params)
					if !ok {
						answer["result"], answer["error"] = nil, []any{20, "Other/unknown", nil}
						break
					}
					first := sha256.Sum256(header)
					hash := sha256.Sum256(first[:])
					for i, k := 0, 31; i < k; i, k = i+1, k-1 {
						hash[i], hash[k] = hash[k], hash[i]
					}
					target := new(big.Int).Lsh(big.NewInt(1), 256-8)
					key := hex.EncodeToString(hash[:])
					seen.Lock()
					twice := seen.all[key]
					seen.all[key] = true
					seen.Unlock()
					switch {
					case new(big.Int).SetBytes(hash[:]).Cmp(target) >= 0:
						answer["result"], answer["error"] = nil, []any{23, "Low difficulty share", nil}
					case twice:
						answer["result"], answer["error"] = nil, []any{22, "Duplicate share", nil}
					}
				}
				if out.Encode(answer) != nil {
					return
				}
				if ask.Method == "mining.authorize" {
					out.Encode(map[string]any{"id": nil, "method": "mining.set_difficulty", "params": []any{1.0 / (1 << 24)}})
					out.Encode(map[string]any{"id": nil, "method": "mining.notify", "params": textbookNotify(job)})
				}
			}
		}()
	}
}

func textbookNotify(j *jobs.Job) []any {
	prev := ""
	for at := 0; at < 32; at += 4 {
		prev += fmt.Sprintf("%08x", binary.LittleEndian.Uint32(j.Prev[at:]))
	}
	var branches []string
	for _, b := range j.Branches {
		branches = append(branches, hex.EncodeToString(b[:]))
	}
	word := func(v uint32) string { return fmt.Sprintf("%08x", v) }
	return []any{
		jobs.Text(1, 8), prev, hex.EncodeToString(j.AtLevel(8)), hex.EncodeToString(j.Coinbase2), branches,
		word(j.Version), word(j.Bits), word(j.Time), true,
	}
}

func textbookHeader(j *jobs.Job, en1 string, params []any) ([]byte, bool) {
	if len(params) < 5 {
		return nil, false
	}
	var texts [5]string
	for i := range texts {
		text, ok := params[i].(string)
		if !ok {
			return nil, false
		}
		texts[i] = text
	}
	coinbase, err := hex.DecodeString(hex.EncodeToString(j.AtLevel(8)) + en1 + texts[2] + hex.EncodeToString(j.Coinbase2))
	time, err2 := strconv.ParseUint(texts[3], 16, 32)
	nonce, err3 := strconv.ParseUint(texts[4], 16, 32)
	if err != nil || err2 != nil || err3 != nil {
		return nil, false
	}
	first := sha256.Sum256(coinbase)
	root := sha256.Sum256(first[:])
	for _, b := range j.Branches {
		first = sha256.Sum256(append(root[:], b[:]...))
		root = sha256.Sum256(first[:])
	}
	var header []byte
	header = binary.LittleEndian.AppendUint32(header, j.Version)
	header = append(header, j.Prev[:]...)
	header = append(header, root[:]...)
	header = binary.LittleEndian.AppendUint32(header, uint32(time))
	header = binary.LittleEndian.AppendUint32(header, j.Bits)
	return binary.LittleEndian.AppendUint32(header, uint32(nonce)), true
}
