module Polar.Functional.Tests.Facade.ResultTests

open System
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests.Facade.StubHttp
open Shop

let private issue =
    ValidationIssue(ValueList.ToValueList [ "body"; "name" ], "Field required", "missing", "")

let private invalid = InvalidError.Validation(ValueList.ToValueList [ issue ], "")

let private timedOut = CallError.TimedOut(TimeSpan.FromSeconds 5.0)
let private ok value = PolarResult<int, InvalidError>.Ok value
let private failed = PolarResult<int, InvalidError>.Failed invalid

let private missing =
    PolarResult<int, NotFoundOrInvalidError>.Failed(NotFoundOrInvalidError.ResourceNotFound "No such thing.")

let private never: Func<'a, 'b> =
    Func<'a, 'b>(fun _ -> failtest "this must not be called")

let private members =
    testList
        "members"
        [ testCase "Match takes the one way or the other"
          <| fun () ->
              Expect.equal ((ok 2).Match((fun value -> $"ok {value}"), never)) "ok 2" "a value"
              Expect.equal (failed.Match(never, (fun error -> error.Message))) "body.name: Field required" "an error"

          testCase "Switch does the one thing or the other"
          <| fun () ->
              let seen = ResizeArray<string>()
              (ok 2).Switch((fun value -> seen.Add $"ok {value}"), (fun _ -> seen.Add "failed"))
              failed.Switch((fun value -> seen.Add $"ok {value}"), (fun _ -> seen.Add "failed"))
              Expect.equal (List.ofSeq seen) [ "ok 2"; "failed" ] "each once"

          testCase "Map changes a value and leaves an error alone"
          <| fun () ->
              Expect.equal ((ok 2).Map(fun value -> $"{value}")) (PolarResult<string, InvalidError>.Ok "2") "a value"
              Expect.equal (failed.Map(never: Func<int, string>)) (PolarResult<string, InvalidError>.Failed invalid) "an error"

          testCase "Bind goes on with a value and stops at an error"
          <| fun () ->
              Expect.equal ((ok 2).Bind(fun value -> ok (value + 1))) (ok 3) "on"
              Expect.equal ((ok 2).Bind(fun _ -> failed)) failed "the second step's error"
              Expect.equal (failed.Bind(never: Func<int, PolarResult<int, InvalidError>>)) failed "the first step's error"

          testCase "TryGetValue gives the value or the error"
          <| fun () ->
              let mutable value = 0
              let mutable error = Unchecked.defaultof<InvalidError>
              Expect.isTrue ((ok 2).TryGetValue(&value, &error)) "a value"
              Expect.equal value 2 "the value"
              Expect.isFalse (failed.TryGetValue(&value, &error)) "an error"
              Expect.equal error invalid "the error"

          testCase "ValueOr puts another value where there is none"
          <| fun () ->
              Expect.equal ((ok 2).ValueOr 7) 2 "a value"
              Expect.equal (failed.ValueOr 7) 7 "an error"

          testCase "GetValueOrThrow throws the error, widened"
          <| fun () ->
              Expect.equal ((ok 2).GetValueOrThrow()) 2 "a value"

              let thrown =
                  Expect.throwsC (fun () -> missing.GetValueOrThrow() |> ignore) (fun thrown -> thrown :?> PolarException)

              Expect.equal thrown.Error.Code "ResourceNotFound" "the code"
              Expect.equal thrown.Error.Status (Nullable 404) "the status"
              Expect.stringContains thrown.Message "No such thing." "what Polar said"

          testCase "a call that its caller gave up throws what .NET expects of one"
          <| fun () ->
              let result =
                  PolarResult<int, InvalidError>.Failed(InvalidError.Call CallError.Cancelled)

              let thrown =
                  Expect.throwsC (fun () -> result.GetValueOrThrow() |> ignore) (fun thrown -> thrown :?> OperationCanceledException)

              Expect.equal ((Unchecked.nonNull thrown.InnerException) :?> PolarException).Error.Code "Cancelled" "its cause"

          testCase "an exception for a call that met no server keeps what it met"
          <| fun () ->
              let result = PolarResult<int, InvalidError>.Failed(InvalidError.Call timedOut)

              let thrown =
                  Expect.throwsC (fun () -> result.GetValueOrThrow() |> ignore) (fun thrown -> thrown :?> PolarException)

              Expect.equal thrown.Error.Call timedOut "what the call met"
              Expect.isFalse thrown.Error.Status.HasValue "no status"

          testCase "equal results are equal, others are not"
          <| fun () ->
              Expect.equal (ok 2) (ok 2) "values"
              Expect.notEqual (ok 2) (ok 3) "other values"
              Expect.equal failed (PolarResult<int, InvalidError>.Failed invalid) "errors"
              Expect.notEqual (ok 0) (PolarResult<int, InvalidError>.Failed invalid) "outcomes"
              Expect.equal ((ok 2).GetHashCode()) ((ok 2).GetHashCode()) "hashes"
              Expect.equal (string (ok 2)) "Ok(2)" "text of a value"
              Expect.stringContains (string failed) "Failed(Validation" "text of an error"

          testCase "a result that no call has made says so"
          <| fun () ->
              let none = Unchecked.defaultof<PolarResult<int, InvalidError>>
              Expect.throwsT<InvalidOperationException> (fun () -> none.IsOk |> ignore) "IsOk"
              Expect.throwsT<InvalidOperationException> (fun () -> none.Match(id, (fun _ -> 0)) |> ignore) "Match"
              Expect.throwsT<InvalidOperationException> (fun () -> none.ValueOr 1 |> ignore) "ValueOr"
              Expect.equal (string none) "(uninitialized)" "text" ]

let private ofInt (value: int) = ok value
let private later (value: 'a) = Task.FromResult value

let private language =
    testList
        "in C#"
        [ testCase "a query over one error type keeps it"
          <| fun () ->
              Expect.equal (LanguageFeatures.OneErrorType(ok 1, ok 2)) (PolarResult<_, _>.Ok "1 and 2") "two values"
              Expect.equal (LanguageFeatures.OneErrorType(ok 1, failed)).Error invalid "the second's error"
              Expect.equal (LanguageFeatures.OneErrorType(failed, ok 2)).Error invalid "the first's error"
              Expect.equal (LanguageFeatures.Doubled(ok 4)) (ok 8) "one step"

          testCase "a query over two error types fails with the one that all share"
          <| fun () ->
              let two = PolarResult<int, NotFoundOrInvalidError>.Ok 2
              Expect.equal (LanguageFeatures.TwoErrorTypes(ok 1, two)) (PolarResult<_, _>.Ok "1 and 2 are 3") "two values"

              Expect.equal
                  ((LanguageFeatures.TwoErrorTypes(ok 1, missing)).Error |> Unchecked.nonNull).Code
                  "ResourceNotFound"
                  "the second's error"

              Expect.equal ((LanguageFeatures.TwoErrorTypes(failed, two)).Error |> Unchecked.nonNull).Code "Validation" "the first's error"

          testCase "a query over calls awaits one after the other and stops at the first error"
          <| fun () ->
              let same first second =
                  wait (LanguageFeatures.OneErrorTypeAwaited(later first, Func<_, _> second))

              Expect.equal (same (ok 1) (fun one -> later (ok (one + 1)))) (PolarResult<_, _>.Ok "1 and 2") "two values"
              Expect.equal (same failed (fun _ -> failtest "not called")).Error invalid "no second call"

              let several second third =
                  wait (LanguageFeatures.TwoErrorTypesAwaited(later (ok 1), Func<_, _> second, Func<_, _> third))

              let two = later (PolarResult<int, NotFoundOrInvalidError>.Ok 2)
              Expect.equal (several (fun _ -> two) (ofInt >> later)) (PolarResult<_, _>.Ok "1, 2 and 2") "three values"

              Expect.equal
                  ((several (fun _ -> later missing) (fun _ -> failtest "not called")).Error
                   |> Unchecked.nonNull)
                      .Code
                  "ResourceNotFound"
                  "no third call"

          testCase "a switch understands a result, by its properties and by its parts"
          <| fun () ->
              let ok = PolarResult<string, InvalidError>.Ok "yes"
              let invalid = PolarResult<string, InvalidError>.Failed invalid

              let late = PolarResult<string, InvalidError>.Failed(InvalidError.Call timedOut)

              Expect.equal (LanguageFeatures.ByProperties ok) "ok yes" "a value"
              Expect.equal (LanguageFeatures.ByProperties invalid) "invalid 1" "a case of the error"
              Expect.stringContains (LanguageFeatures.ByProperties late) "failed TimedOut" "any other"
              Expect.equal (LanguageFeatures.ByParts ok) "ok yes" "a value"
              Expect.equal (LanguageFeatures.ByParts invalid) "failed body.name: Field required" "an error"
              Expect.equal (LanguageFeatures.ByParts late) "call No answer within 5 s." "a case of the error"

          testCase "a result comes apart, and both sides convert to one"
          <| fun () ->
              Expect.equal (LanguageFeatures.Deconstructed(PolarResult<_, _>.Ok "yes")) "yes" "the value"
              Expect.equal (LanguageFeatures.Deconstructed(PolarResult<_, _>.Failed invalid)) "body.name: Field required" "the error"
              Expect.equal (LanguageFeatures.Converted(true, invalid)) (PolarResult<_, _>.Ok "converted") "a value"
              Expect.equal (LanguageFeatures.Converted(false, invalid)) (PolarResult<_, _>.Failed invalid) "an error"
              Expect.equal (LanguageFeatures.ByCheck(PolarResult<_, _>.Ok "yes")) 3 "after a check" ]

let private errors =
    testList
        "errors"
        [ testCase "an operation's error matches each of its cases"
          <| fun () ->
              let name (error: NotFoundOrInvalidError) =
                  error.Match(
                      (fun detail -> $"not found: {detail}"),
                      (fun issues -> $"invalid: {issues.Count}"),
                      (fun call -> $"call: {call.Message}")
                  )

              Expect.equal (name (NotFoundOrInvalidError.ResourceNotFound "Gone.")) "not found: Gone." "documented"

              Expect.equal
                  (name (NotFoundOrInvalidError.Validation(ValueList.ToValueList [ issue ], "")))
                  "invalid: 1"
                  "validation, with its issues"

              Expect.equal (name (NotFoundOrInvalidError.Call timedOut)) "call: No answer within 5 s." "what any call can meet"

          testCase "every error that an operation documents comes out of the call as its own case"
          <| fun () ->
              for code, status, expected in
                  [ "RefundAmountTooHigh", 400, "too high"
                    "RefundedAlready", 403, "already"
                    "Unauthorized", 401, "call" ] do
                  let polar, _ = over (fun _ -> refusal status code "No.")

                  let result =
                      wait (polar.Refunds.CreateAsync(RefundCreate(OrderId = Guid.Empty, Reason = RefundReason.Other, Amount = 1L)))

                  let found =
                      result.Match(
                          (fun _ -> "ok"),
                          (fun error ->
                              error.Match((fun _ -> "too high"), (fun _ -> "already"), (fun _ -> "validation"), (fun _ -> "call")))
                      )

                  Expect.equal found expected code ]

[<Tests>]
let tests = testList "facade: results" [ members; language; errors ]
