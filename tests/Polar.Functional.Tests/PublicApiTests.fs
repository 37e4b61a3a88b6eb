module Polar.Functional.Tests.PublicApiTests

open Expecto
open Polar.Tests

[<Tests>]
let tests =
    testList
        "public API"
        [ PublicApi.test typeof<Polar.Functional.Contracts.Customer>.Assembly
          PublicApi.test typeof<Polar.Functional.PolarError>.Assembly
          PublicApi.test typeof<Polar.Functional.CSharp.PolarClient>.Assembly
          PublicApi.test typeof<Polar.Functional.AspNetCore.PolarWebhookOptions>.Assembly

          testCase "a difference is told by its first line, with the way to approve it"
          <| fun () ->
              let message =
                  Approved.difference "tests/Approved/Some.txt" "same\nold\n" "same\r\nnew\r\n"

              Expect.stringContains
                  (Option.defaultValue "" message)
                  "tests/Approved/Some.txt differs in line 2: approved is 'old', found is 'new'."
                  "file, line, both texts"

              Expect.stringContains (Option.defaultValue "" message) "APPROVE=1 dotnet fsi build.fsx test" "the way to approve"

          testCase "a line that is missing at the end is a difference, another line ending is none"
          <| fun () ->
              Expect.isNone (Approved.difference "a" "one\ntwo\n" "one\r\ntwo") "line endings"

              Expect.stringContains
                  (Approved.difference "a" "one" "one\ntwo" |> Option.defaultValue "")
                  "approved is the end"
                  "one line more"

              Expect.stringContains (Approved.difference "a" "one\ntwo" "one" |> Option.defaultValue "") "found is the end" "one line less" ]
