/// A shop that sells in many ways.
module internal Polar.FakeServer.Tests.Usage.Metrics.RevenueShop

open System
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

/// A shop's first years: two single purchases, a yearly subscription, and two monthly ones, of which one is renewed once.
type Shop =
    { Once: Guid
      Monthly: Guid
      Yearly: Guid
      Customer: Guid }

let open' (fake: FakePolar) : Task<Shop> =
    task {
        let! once = Figures.oneTime fake
        let! monthly = Figures.monthly fake
        let! yearly = Figures.monthly fake
        let! customer = Figures.customer "ada@acme.dev" fake

        let! first =
            Figures.subscribe (Figures.running monthly customer 10000L "2024-01-01") fake

        let! second =
            Figures.subscribe (Figures.running monthly customer 10000L "2024-06-01") fake

        let! year =
            Figures.subscribe
                { Figures.running yearly customer 100000L "2024-01-01" with
                    Every = 1L, RecurringInterval.Year }
                fake

        for product, subscription, net, created in
            [ once, None, 10000L, "2023-06-01"
              once, None, 10000L, "2024-01-01"
              monthly, Some first, 10000L, "2024-01-01"
              monthly, Some first, 10000L, "2024-02-01"
              yearly, Some year, 100000L, "2024-01-01"
              monthly, Some second, 10000L, "2024-06-01" ] do
            let! _ =
                Figures.sell
                    { Figures.sale product customer net created with
                        Subscription = subscription }
                    fake

            ()

        return
            { Once = once
              Monthly = monthly
              Yearly = yearly
              Customer = customer }
    }
