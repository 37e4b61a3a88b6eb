/// Tax ids of customers: how they may be typed, and how they are kept.
module Polar.FakeServer.Tests.Customers.TaxIdTests

open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.CustomerCalls

/// A tax id as it was typed, the country of the address, and what is kept of it.
let private taxIds =
    [ "FR 61 954 506 077", "FR", Some("FR61954506077", "eu_vat")
      "DE136695976", "FR", Some("DE136695976", "eu_vat")
      "DE136695975", "DE", None
      "GB 980 7806 84", "GB", Some("980780684", "gb_vat")
      "91-1144442", "US", Some("911144442", "us_ein")
      "CHE-107.787.577 IVA", "CH", Some("CHE107787577IVA", "ch_vat")
      "123", "US", None
      "954506077", "FR", None
      "12345", "AQ", None
      "ATU13585627", "AT", Some("ATU13585627", "eu_vat")
      "ATU13585626", "AT", None
      "BE 0428.759.497", "BE", Some("BE0428759497", "eu_vat")
      "BE0428759498", "BE", None
      "BG175074752", "BG", Some("BG175074752", "eu_vat")
      "BG175074751", "BG", None
      "CY-10259033P", "CY", Some("CY10259033P", "eu_vat")
      "CY-10259033Z", "CY", None
      "CZ25123891", "CZ", Some("CZ25123891", "eu_vat")
      "CZ25123890", "CZ", None
      "DK13585628", "DK", Some("DK13585628", "eu_vat")
      "DK13585627", "DK", None
      "EE100931558", "EE", Some("EE100931558", "eu_vat")
      "EE100931557", "EE", None
      "EL094259216", "GR", Some("EL094259216", "eu_vat")
      "EL123456781", "GR", None
      "ESB58378431", "ES", Some("ESB58378431", "eu_vat")
      "ES54362315K", "ES", Some("ES54362315K", "eu_vat")
      "ESX5253868R", "ES", Some("ESX5253868R", "eu_vat")
      "ES54362315Z", "ES", None
      "FI20774740", "FI", Some("FI20774740", "eu_vat")
      "FI20774741", "FI", None
      "HR33392005961", "HR", Some("HR33392005961", "eu_vat")
      "HR33392005962", "HR", None
      "HU12892312", "HU", Some("HU12892312", "eu_vat")
      "HU12892313", "HU", None
      "IE6433435F", "IE", Some("IE6433435F", "eu_vat")
      "IE6433435OA", "IE", Some("IE6433435OA", "eu_vat")
      "IE6433435E", "IE", None
      "IT00743110157", "IT", Some("IT00743110157", "eu_vat")
      "IT00743110158", "IT", None
      "LT119511515", "LT", Some("LT119511515", "eu_vat")
      "LT119511514", "LT", None
      "LU15027442", "LU", Some("LU15027442", "eu_vat")
      "LU15027443", "LU", None
      "LV40003521600", "LV", Some("LV40003521600", "eu_vat")
      "LV40003521601", "LV", None
      "MT11679112", "MT", Some("MT11679112", "eu_vat")
      "MT11679113", "MT", None
      "NL004495445B01", "NL", Some("NL004495445B01", "eu_vat")
      "NL123456789B13", "NL", Some("NL123456789B13", "eu_vat")
      "NL123456789B90", "NL", None
      "PL8567346215", "PL", Some("PL8567346215", "eu_vat")
      "PL8567346216", "PL", None
      "PT501964843", "PT", Some("PT501964843", "eu_vat")
      "PT501964842", "PT", None
      "RO18547290", "RO", Some("RO18547290", "eu_vat")
      "RO18547291", "RO", None
      "SE123456789701", "SE", Some("SE123456789701", "eu_vat")
      "SE123456789601", "SE", None
      "SI50223054", "SI", Some("SI50223054", "eu_vat")
      "SI50223055", "SI", None
      "SK2022749619", "SK", Some("SK2022749619", "eu_vat")
      "SK2022749618", "SK", None
      "83 914 571 673", "AU", Some("83914571673", "au_abn")
      "12345678901", "AU", None
      "16.727.230/0001-97", "BR", Some("16727230000197", "br_cnpj")
      "390.533.447-05", "BR", Some("39053344705", "br_cpf")
      "231.002.999-00", "BR", None
      "CHE-107.787.577", "CH", Some("CHE107787577", "ch_uid")
      "CHE-107.787.578", "CH", None
      "802311781", "GB", None
      "GBGD001", "GB", Some("GD001", "gb_vat")
      "GBHA001", "GB", None
      "116-82-00276", "KR", Some("1168200276", "kr_brn")
      "116-82-00277", "KR", None
      "NO 988 077 917 MVA", "NO", Some("988077917MVA", "no_vat")
      "NO 988 077 918 MVA", "NO", None ]

[<Tests>]
let tests =
    testList
        "customers"
        [ testList
              "have tax ids:"
              [ for typed, country, expected in taxIds ->
                    testCaseTask $"{typed} in {country}" (fun () ->
                        task {
                            use! fake = Fake.start ()

                            let! answer =
                                create $"""{{"email":"a@acme.dev","tax_id":"{typed}","billing_address":{{"country":"{country}"}}}}""" fake

                            match expected with
                            | Some(number, format) ->
                                Expect.equal (Json.text "tax_id.0" answer.Json, Json.text "tax_id.1" answer.Json) (number, format) "kept"
                            | None -> Faults.one answer ("invalid", """["body","tax_id"]""", "Invalid tax ID.")
                        }) ] ]
