/// What a C# developer writes at a first guess; that it compiles is half of each test.
module Polar.Functional.Tests.Facade.LanguageTests

open System
open Expecto
open Polar.Functional.Contracts
open Polar.Functional.Tests

[<Tests>]
let tests =
    testList
        "first guesses"
        [ testCase "metadata is made by an initializer, and texts stand for open enumerations"
          <| fun () ->
              Expect.equal
                  (Wire.ToJson<ProductCreate>(Shop.LanguageFeatures.ProductAtAGuess "eur"))
                  """{"metadata":{"plan":"pro","seats":5},"name":"Pro","prices":[{"amount_type":"fixed","price_currency":"eur","price_amount":1900}],"recurring_interval":"month"}"""
                  "what is sent"

          testCase "a union's function is a beginning for more members"
          <| fun () ->
              let customer = Shop.LanguageFeatures.CustomerAtAGuess() :?> CustomerIndividualCreate
              Expect.equal (customer.Email, customer.Name) ("ada@acme.dev", "Ada") "both"
              Expect.equal ((Unchecked.nonNull customer.Metadata)["vip"]).AsBoolean (Nullable true) "the metadata"

          testCase "no value stays none, though texts convert"
          <| fun () ->
              Expect.isFalse (Shop.LanguageFeatures.NoneOf true).HasValue "none"
              Expect.equal (Shop.LanguageFeatures.NoneOf false) (Nullable PresentmentCurrency.Usd) "one"

          testCase "an open enumeration compares with text"
          <| fun () ->
              Expect.isTrue (Shop.LanguageFeatures.IsMonthly RecurringInterval.Month) "month"
              Expect.isFalse (Shop.LanguageFeatures.IsMonthly RecurringInterval.Year) "year"

          testCase "a map that was made by an initializer equals one of a dictionary"
          <| fun () ->
              let made =
                  (Shop.LanguageFeatures.ProductAtAGuess "usd").Metadata |> Unchecked.nonNull

              let entries = Collections.Generic.Dictionary<string, JsonScalar>()
              entries["seats"] <- JsonScalar.op_Implicit 5
              entries["plan"] <- JsonScalar.op_Implicit "pro"
              Expect.equal made (entries.ToValueMap()) "equal, whatever the order" ]
