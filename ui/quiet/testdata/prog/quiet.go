//go:build !loud

package main

import "github.com/certwiz/certwiz/ui/quiet"

func restore() { quiet.Restore() }
