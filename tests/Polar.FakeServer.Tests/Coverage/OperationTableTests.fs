/// docs/operations.md: which test shows what of an operation. It is made of what tests do, and compared when all of them have run.
module Polar.FakeServer.Tests.Coverage.OperationTableTests

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open Polar.Tests
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Coverage.OperationTable

let private document = "docs/operations.md"

let private word (refusal: Refusal) =
    if refusal.Error = "" then
        string refusal.Status
    else
        $"{refusal.Status} {refusal.Error}"

/// Documented failures that nothing causes, in the service neither: the operation, the failure, and why.
let private never: (string * string * string) list =
    [ for operation in [ "subscriptions:update"; "subscriptions:revoke" ] do
          operation,
          "409 SubscriptionLocked",
          "no rule answers it: calls on one subscription wait for each other, and one that has a change planned takes another"
      for operation in [ "license_keys:list"; "customer_portal:license_keys:list" ] do
          operation, "404 ResourceNotFound", "its filters narrow the caller's own keys, and ids that nobody has leave the list empty, 200"
      for operation in [ "checkouts:update"; "checkouts:client_update" ] do
          for error in [ "PaymentNotReady"; "TrialAlreadyRedeemed" ] do
              operation,
              $"403 {error}",
              "its rule stands behind the required fields of a confirmation, so that a change is saved whatever it says of the organization or the trial"
      "checkouts:update",
      "403 DiscountRedemptionLimitReached",
      "the limit of a customer is looked at where the buyer enters a code, and where it is redeemed; the merchant's own change is no redemption"
      "customer_portal:members:remove_member",
      "400",
      "it has no body that could be unreadable; removing oneself and the only owner are 422, the role is 403, who is not there is 404"
      "customer_portal:benefit-grants:update",
      "403 NotPermitted",
      "every role may write, and a grant that was taken back is not among those that the portal finds: 404 comes before the rule on revoked ones"
      "customer-seats:get_claim_info",
      "400",
      "it has no body that could be unreadable; an invitation that is unknown, claimed, taken back or too old is 404"
      "refunds:create", "400 RefundAmountTooHigh", "the same rule is answered as a fault of the amount, 422, wherever a merchant asks" ]

let private reason (refusal: Refusal) : string option =
    never
    |> List.tryPick (fun (operation, error, why) ->
        if operation = refusal.Operation && error = word refusal then
            Some why
        else
            None)

let private cell (text: string) = text.Replace("|", "\\|")

let private row =
    Regex(@"^\| `(?<operation>[^`]+)` \| (?:`(?<error>[^`]+)` \| )?(?<test>.+) \|$", RegexOptions.Multiline)

/// What the page says: the test for each operation, and for each refusal in the words of the page.
let private said: Lazy<Map<string * string, string>> =
    lazy
        (let file = Approved.path document

         let text =
             if File.Exists file then
                 (File.ReadAllText file).ReplaceLineEndings "\n"
             else
                 ""

         Map.ofList
             [ for found in row.Matches text do
                   (found.Groups["operation"].Value, found.Groups["error"].Value), found.Groups["test"].Value.Replace("\\|", "|") ])

/// The test that the page names stays, as long as it shows the same.
let private chosen (key: string * string) (tests: string list) : string =
    match said.Value.TryFind key with
    | Some test when List.contains test tests -> test
    | _ -> List.head tests

let private sentence (seen: Seen) =
    let shown = ids |> List.filter seen.Successes.ContainsKey

    let possible = refusals |> List.filter (fun refusal -> (reason refusal).IsNone)

    let caused = possible |> List.filter seen.Refusals.ContainsKey

    $"{shown.Length} of {ids.Length} operations have a success tested, {caused.Length} of {possible.Length} documented business errors; "
    + $"{refusals.Length - possible.Length} more cannot be caused."

let private page (seen: Seen) : string =
    String.Join(
        "\n",
        [ "# Operations and their tests"
          ""
          "For each operation a test that shows a success, and one for each failure that Polar's API description has, beside those of the schema. The page is"
          "made of what the tests of the fake do while they run (`APPROVE=1 dotnet fsi build.fsx test`), and compared with it at the end of every run:"
          ""
          "* An operation that changes something counts where a test calls it, reads the webhooks that followed before it changes anything else, and reads"
          "  something of the state afterwards. One that reads counts by its answer; that reading tells nobody is shown for all of them by"
          "  `reading.what only reads tells nobody`."
          "* Tests that go through all operations, lists or bodies, or through what chance makes, do not count."
          ""
          sentence seen
          ""
          "## Successes"
          ""
          "| Operation | Test |"
          "|---|---|"
          for id in ids do
              match seen.Successes.TryFind id with
              | Some tests -> $"| `{id}` | {cell (chosen (id, String.Empty) tests)} |"
              | None -> ()
          ""
          "## Failures"
          ""
          "| Operation | Failure | Test |"
          "|---|---|---|"
          for refusal in refusals do
              match seen.Refusals.TryFind refusal with
              | Some tests -> $"| `{refusal.Operation}` | `{word refusal}` | {cell (chosen (refusal.Operation, word refusal) tests)} |"
              | None -> ()
          ""
          "## Failures that nothing causes"
          ""
          "| Operation | Failure | Why |"
          "|---|---|---|"
          for refusal in refusals do
              match reason refusal with
              | Some why -> $"| `{refusal.Operation}` | `{word refusal}` | {why} |"
              | None -> ()
          "" ]
    )

/// Prints what was shown, and what was not; false where something was not, or the page says otherwise.
let private conclude () : bool =
    let seen = seen ()
    printfn $"{sentence seen}"

    let missing =
        [ for id in ids do
              if not (seen.Successes.ContainsKey id) then
                  $"no test shows a success of {id}"
          for refusal in refusals do
              match seen.Refusals.ContainsKey refusal, reason refusal with
              | false, None -> $"no test shows {refusal.Operation}: {word refusal}"
              | true, Some _ -> $"a test shows what cannot be caused, {refusal.Operation}: {word refusal}"
              | _ -> () ]

    for line in missing do
        printfn $"  {line}"

    let isSame =
        try
            Approved.matches document (page seen)
            true
        with :? AssertException as differs ->
            printfn $"{differs.Message}"
            false

    missing.IsEmpty && isSame

[<Tests>]
let tests =
    Observation.conclude <- conclude

    testList
        "operations and their tests"
        [ testCase "the page names a test for each operation, and one or a reason for each documented failure"
          <| fun () ->
              let named = said.Value |> Map.toList |> List.map fst |> set

              for id in ids do
                  Expect.isTrue (named.Contains(id, "")) $"{document}: {id}"

              for refusal in refusals do
                  Expect.isTrue (named.Contains(refusal.Operation, word refusal)) $"{document}: {refusal.Operation}: {word refusal}"

          testCase "each test that the page names is there"
          <| fun () ->
              for KeyValue((operation, error), test) in said.Value do
                  let isReason =
                      never |> List.exists (fun (id, failure, _) -> id = operation && failure = error)

                  Expect.isTrue (isReason || Observation.known.ContainsKey test) $"{document}: {operation}: '{test}'" ]
