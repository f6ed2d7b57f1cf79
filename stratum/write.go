package stratum

import (
	"encoding/hex"
	"strconv"
)

// AppendResult adds an answer of V1 with a result, which is raw JSON, to b.
func AppendResult(b, id []byte, result string) []byte {
	b = append(b, `{"id":`...)
	b = append(b, id...)
	b = append(b, `,"result":`...)
	b = append(b, result...)
	return append(b, ",\"error\":null}\n"...)
}

// AppendRefusal adds an answer of V1 that refuses to b.
func AppendRefusal(b, id []byte, r Refusal) []byte {
	b = append(b, `{"id":`...)
	b = append(b, id...)
	b = append(b, `,"result":null,"error":[`...)
	b = strconv.AppendInt(b, int64(r.Number), 10)
	b = append(b, `,"`...)
	b = append(b, r.Says...)
	return append(b, "\",null]}\n"...)
}

// AppendRequest adds a request, or a notification where id is 0, with parameters in raw JSON to b.
func AppendRequest(b []byte, id int, method, params string) []byte {
	b = append(b, `{"id":`...)
	if id == 0 {
		b = append(b, "null"...)
	} else {
		b = strconv.AppendInt(b, int64(id), 10)
	}
	b = append(b, `,"method":"`...)
	b = append(b, method...)
	b = append(b, `","params":`...)
	b = append(b, params...)
	return append(b, "}\n"...)
}

// Difficulty is what V1 calls a target of 2^(256-k): its clients' target for it is 2^-16 tighter than that,
// since their difficulty 1 is 0xffff x 2^208. Without an exponent, which some clients cannot read.
func Difficulty(k uint8) string {
	const one = 32 // the k of difficulty 1
	if k >= one {
		return strconv.FormatUint(1<<(k-one), 10)
	}
	return strconv.FormatFloat(1/float64(uint64(1)<<(one-k)), 'f', -1, 64)
}

// AppendDifficulty adds the line that sets the difficulty for targets of 2^(256-k) to b.
func AppendDifficulty(b []byte, k uint8) []byte {
	return AppendRequest(b, 0, "mining.set_difficulty", "["+Difficulty(k)+"]")
}

// Notify is a job as V1 hands it out. Hashes are in the byte order of the header.
type Notify struct {
	Job                  string
	Prev                 [32]byte
	Coinbase1, Coinbase2 []byte
	Branches             [][32]byte
	Version, Bits, Time  uint32
}

// Append adds the line to b, up to and without its last parameter: whether earlier jobs are to be dropped.
// AppendClean adds that.
func (n *Notify) Append(b []byte) []byte {
	b = append(b, `{"id":null,"method":"mining.notify","params":["`...)
	b = append(b, n.Job...)
	b = append(b, `","`...)
	for word := 0; word < 32; word += 4 { // eight words, the bytes of each turned round
		p := n.Prev[word : word+4]
		b = hex.AppendEncode(b, []byte{p[3], p[2], p[1], p[0]})
	}
	b = append(b, `","`...)
	b = hex.AppendEncode(b, n.Coinbase1)
	b = append(b, `","`...)
	b = hex.AppendEncode(b, n.Coinbase2)
	b = append(b, `",[`...)
	for i := range n.Branches {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '"')
		b = hex.AppendEncode(b, n.Branches[i][:])
		b = append(b, '"')
	}
	b = append(b, `],"`...)
	for i, word := range []uint32{n.Version, n.Bits, n.Time} {
		if i > 0 {
			b = append(b, `","`...)
		}
		b = appendWord(b, word)
	}
	return append(b, `",`...)
}

func appendWord(b []byte, word uint32) []byte {
	return hex.AppendEncode(b, []byte{byte(word >> 24), byte(word >> 16), byte(word >> 8), byte(word)})
}

// ParseNotify reads the parameters of a mining.notify, as a client needs it. It allocates.
func ParseNotify(params []byte) (n Notify, clean bool, err error) {
	args, err := Elements(nil, params, 16)
	if err != nil || len(args) < 9 {
		return n, false, ErrSyntax
	}
	name, ok := Text(args[0])
	n.Job = string(name)
	ok = Bytes(n.Prev[:], args[1]) && ok
	for word := 0; word < 32; word += 4 {
		p := n.Prev[word : word+4]
		p[0], p[1], p[2], p[3] = p[3], p[2], p[1], p[0]
	}
	n.Coinbase1 = make([]byte, max(len(args[2])/2-1, 0)) // two quotes and two digits a byte
	n.Coinbase2 = make([]byte, max(len(args[3])/2-1, 0))
	ok = Bytes(n.Coinbase1, args[2]) && Bytes(n.Coinbase2, args[3]) && ok
	branches, err := Elements(nil, args[4], 32)
	for _, raw := range branches {
		var branch [32]byte
		ok = Bytes(branch[:], raw) && ok
		n.Branches = append(n.Branches, branch)
	}
	for i, word := range []*uint32{&n.Version, &n.Bits, &n.Time} {
		v, is := Word(args[5+i])
		*word, ok = v, is && ok
	}
	if !ok || err != nil {
		return n, false, ErrSyntax
	}
	return n, string(args[8]) == "true", nil
}

// Submit is a share as a V1 client hands it in.
type Submit struct {
	User        []byte
	Job         []byte
	Extranonce2 [8]byte
	Time, Nonce uint32
	Version     uint32 // the bits that were rolled
	Rolled      bool   // Version was there
}

// ParseSubmit reads the parameters of a mining.submit in place. An extranonce of another size than eight
// bytes is BadExtranonce; a name of a job is whatever text it is.
func ParseSubmit(s *Submit, params []byte) Code {
	var room [8][]byte
	args, err := Elements(room[:0], params, len(room))
	if err != nil || len(args) < 5 {
		return InvalidTime
	}
	user, isUser := Text(args[0])
	job, isJob := Text(args[1])
	time, isTime := Word(args[3])
	nonce, isNonce := Word(args[4])
	if !isUser || !isJob || !isTime || !isNonce {
		return InvalidTime
	}
	*s = Submit{User: user, Job: job, Time: time, Nonce: nonce}
	if !Bytes(s.Extranonce2[:], args[2]) {
		return BadExtranonce
	}
	if len(args) > 5 && string(args[5]) != "null" {
		if s.Version, s.Rolled = Word(args[5]); !s.Rolled {
			return VersionBits
		}
	}
	return ""
}

// Append adds the request with its end to b, as a client sends it.
func (s *Submit) Append(b []byte, id int) []byte {
	b = append(b, `{"id":`...)
	b = strconv.AppendInt(b, int64(id), 10)
	b = append(b, `,"method":"mining.submit","params":["`...)
	b = append(b, s.User...)
	b = append(b, `","`...)
	b = append(b, s.Job...)
	b = append(b, `","`...)
	b = hex.AppendEncode(b, s.Extranonce2[:])
	b = append(b, `","`...)
	b = appendWord(b, s.Time)
	b = append(b, `","`...)
	b = appendWord(b, s.Nonce)
	if s.Rolled {
		b = append(b, `","`...)
		b = appendWord(b, s.Version)
	}
	return append(b, "\"]}\n"...)
}

// AppendClean ends the line that AppendNotify began.
func AppendClean(b []byte, clean bool) []byte {
	b = strconv.AppendBool(b, clean)
	return append(b, "]}\n"...)
}
