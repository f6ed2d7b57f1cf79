// Package contract says what a contract of hashrate pays in a day.
//
// Terms are a contract as a machine can run it; Facts are what the market was on a day; Terms.Day is the one
// function that turns the two into gross, each fee, net, payout and events. Terms.Run sums it over days.
// Evaluation and replay run it as it is, and whatever plays faster is held to it by tests.
//
// It reads no document and knows no market: package offer compiles Terms, whoever runs them passes the
// facts of each day in. Amounts are whole milli-satoshi and millionths of a dollar that add up exactly.
package contract
