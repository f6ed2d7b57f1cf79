package facts

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/adapter/pools"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/units"
)

// poolFields are what a file of keys may hold, a line each as key=..., and the environment as ASSAY_POOL_KEY.
var poolFields = [...]string{"account", "key", "secret", "user", "organization", "address", "url"}

// Pool fetches a holder's credits of some days from a pool, with the keys of a file that its owner alone can
// read, or of the environment.
func (k Keeper) Pool(ctx context.Context, pool, keys string, from, to units.Date) ([]pools.Answer, error) {
	needs, err := pools.Needs(pool)
	if err != nil {
		return nil, commandline.Wrong(err.Error(), "or save the pool's answer to a file and name that")
	}
	values := map[string]string{}
	if keys != "" {
		if values, err = poolKeys(keys); err != nil {
			return nil, err
		}
	}
	for _, name := range poolFields {
		if v := k.Env("ASSAY_POOL_" + strings.ToUpper(name)); v != "" && keys == "" {
			values[name] = v
		}
	}
	for _, name := range needs {
		if values[name] == "" {
			return nil, commandline.Wrong(
				fmt.Sprintf("%s needs %s: %s is missing", pool, strings.Join(needs, ", "), name),
				"write a line "+name+"=... into the file of --pool-key, or set ASSAY_POOL_"+
					strings.ToUpper(name)+"; a read-only key is enough")
		}
	}
	a := pools.Access{Pool: pool, Account: values["account"], Key: values["key"], Secret: values["secret"],
		User: values["user"], Organization: values["organization"], Address: values["address"],
		URL: values["url"]}
	return pools.Fetch(ctx, k.fetcher(0), a, from, to, time.Now)
}

// poolKeys reads the lines of a file of keys. What is wrong is told by line and never shown.
func poolKeys(path string) (map[string]string, error) {
	info, err := os.Stat(path)
	if err != nil { // whoever gives the key itself must not read it in a log
		return nil, commandline.Wrong("there is no such file with keys",
			"give the name of the file, not the key")
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, commandline.Wrong(
			fmt.Sprintf("%s can be read by others (mode %04o)", path, info.Mode().Perm()), "chmod 600 "+path)
	}
	if info.Size() > 1<<16 {
		return nil, commandline.Wrong(path+" is too long for a file of keys", "")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	n := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || !slices.Contains(poolFields[:], name) || value == "" || values[name] != "" {
			return nil, commandline.Wrong(fmt.Sprintf("%s:%d is no line of a file of keys", path, n),
				"write each of these once, as key=...: "+strings.Join(poolFields[:], ", "))
		}
		values[name] = value
	}
	return values, nil
}
