/// What the README shows.
module Shop.FSharp.ReadmeExamples

open System.Threading
open System.Threading.Tasks
open FsToolkit.ErrorHandling
open Polar.Functional
open Polar.Functional.Contracts

let sell (server: Server) (token: string) (cancellation: CancellationToken) : Task<Result<string, PolarError>> =
    // example: readme core
    let executor = Executor.live (Connection.create server token)

    let send request =
        Polar.send executor request cancellation |> Polar.widen

    let price: ProductPriceCreate = ProductPriceFixedCreate(PriceAmount = 1900L)

    let goTo =
        asyncResult {
            let! product =
                Products.create (ProductCreateOneTime(Name = "E-book", Prices = price)) |> send

            let! checkout = Checkouts.create (CheckoutCreate(Products = product.Id)) |> send
            return checkout.Url
        }
    // end
    Async.StartAsTask(goTo, cancellationToken = cancellation)
