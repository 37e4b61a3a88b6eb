/// Calls that are made again, in time that is skipped.
module internal Polar.Functional.Tests.Core.RetriedCalls

open System
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests

let id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"

/// Changes nothing, so it may be repeated; a page without items.
let reading = Products.list (ProductsListQuery())

/// Changes something.
let changing =
    Refunds.create (RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 1L))

let page = answer 200 """{"items":[],"pagination":{"total_count":0,"max_page":0}}"""

let limited (seconds: int) =
    bare 429 [ "polar-version", "2026-10"; "retry-after", string seconds ] ""
