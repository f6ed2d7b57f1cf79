package hashmarket

// ErrNoKey is what an account that is missing gives.
var ErrNoKey = errNoKey
