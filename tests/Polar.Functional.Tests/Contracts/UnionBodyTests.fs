/// Bodies that are unions are built by a function a case.
module Polar.Functional.Tests.Contracts.UnionBodyTests

open System
open System.Reflection
open Expecto
open Polar.Functional.Contracts
open Polar.Functional.Tests

/// Reading and writing by the union's type, which only a test may find by reflection.
type private Codec =
    static member Again<'T when 'T :> IWire<'T>>(value: objnull) : string * Type =
        let json = Wire.ToJson<'T>(value :?> 'T)
        let mutable read = Unchecked.defaultof<'T>
        let mutable fault = Unchecked.defaultof<WireError>

        if Wire.TryRead<'T>(Text.Encoding.UTF8.GetBytes json, &read, &fault) then
            json, (box read |> Unchecked.nonNull).GetType()
        else
            failtest $"{json}: {fault}"

let private again (union: Type) (value: objnull) : string * Type =
    let method =
        typeof<Codec>.GetMethod("Again", BindingFlags.Static ||| BindingFlags.NonPublic ||| BindingFlags.Public)
        |> Unchecked.nonNull

    method.MakeGenericMethod(union).Invoke(null, [| value |]) |> Unchecked.nonNull :?> string * Type

let private constructors: (Type * MethodInfo) list =
    [ for union in typeof<Customer>.Assembly.GetExportedTypes() do
          if union.IsAbstract && typeof<IWritable>.IsAssignableFrom union then
              for method in union.GetMethods(BindingFlags.Static ||| BindingFlags.Public ||| BindingFlags.DeclaredOnly) do
                  if
                      method.ReturnType.BaseType = union
                      && not method.IsSpecialName
                      && method.Name <> "Read"
                  then
                      union, method ]

/// What stands for a parameter: its default, or something.
let private argument (parameter: ParameterInfo) : objnull =
    match Nullable.GetUnderlyingType parameter.ParameterType with
    | _ when parameter.ParameterType = typeof<bool> -> true
    | null when parameter.IsOptional ->
        if parameter.ParameterType.IsValueType then
            Activator.CreateInstance parameter.ParameterType
        else
            null
    | null -> Filled.value parameter.ParameterType
    | _ when parameter.IsOptional -> null
    | inner -> Filled.value inner

let private isUnion (kind: Type) =
    kind.IsAbstract
    && kind.Assembly = typeof<Customer>.Assembly
    && typeof<IWritable>.IsAssignableFrom kind

/// Every type within a type: arguments of lists, maps and options.
let rec private within (kind: Type) : Type list =
    kind
    :: [ for argument in kind.GetGenericArguments() do
             yield! within argument ]

/// The unions that bodies of calls are made of.
let private sent: Type list =
    let rec walk (seen: Set<string>) (kinds: Type list) : Set<string> =
        match kinds with
        | [] -> seen
        | kind :: rest when seen.Contains(string kind) || kind.Assembly <> typeof<Customer>.Assembly -> walk seen rest
        | kind :: rest ->
            let cases =
                if isUnion kind then
                    [ for candidate in kind.Assembly.GetExportedTypes() do
                          if candidate.BaseType = kind && not (candidate.Name.EndsWith "Unknown") then
                              candidate ]
                else
                    []

            let members =
                [ for property in kind.GetProperties() do
                      yield! within property.PropertyType ]

            walk (seen.Add(string kind)) (cases @ members @ rest)

    let bodies =
        [ for group in typeof<Polar.Functional.CSharp.PolarClient>.Assembly.GetExportedTypes() do
              if group.Name.EndsWith "Api" then
                  for method in group.GetMethods() do
                      for parameter in method.GetParameters() do
                          if parameter.Name = "body" then
                              yield! within parameter.ParameterType ]

    let seen = walk Set.empty bodies

    [ for kind in typeof<Customer>.Assembly.GetExportedTypes() do
          if isUnion kind && seen.Contains(string kind) then
              kind ]

let private is (expected: string) (body: SubscriptionUpdate) (said: string) =
    Expect.equal (Wire.ToJson<SubscriptionUpdate> body) expected said

[<Tests>]
let tests =
    testList
        "bodies that are unions"
        [ testCase "each function makes its own case, which is read back as that case"
          <| fun () ->
              Expect.isGreaterThan constructors.Length 60 "a function a case"

              for union, method in constructors do
                  let body =
                      method.Invoke(null, [| for parameter in method.GetParameters() -> argument parameter |])

                  let json, read = again union body
                  Expect.equal read method.ReturnType $"{union.Name}.{method.Name}: {json}"

          testCase "every union that is sent has a function for each of its cases"
          <| fun () ->
              let without =
                  [ for union in sent do
                        for case in union.Assembly.GetExportedTypes() do
                            if
                                case.BaseType = union
                                && not case.IsAbstract
                                && not (case.Name.EndsWith "Unknown")
                                && not (constructors |> List.exists (fun (_, made) -> made.ReturnType = case))
                            then
                                $"{union.Name}: {case.Name}" ]

              Expect.isGreaterThan sent.Length 15 "unions"
              Expect.equal without [] "cases without one"

          testCase "each change of a subscription is one word"
          <| fun () ->
              let id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"
              is """{"cancel_at_period_end":true}""" (SubscriptionUpdate.CancelAtPeriodEnd()) "cancel"
              is """{"cancel_at_period_end":false}""" (SubscriptionUpdate.CancelAtPeriodEnd(false)) "take that back"

              is
                  """{"customer_cancellation_comment":"Moved on.","cancel_at_period_end":true}"""
                  (SubscriptionUpdate.CancelAtPeriodEnd(customerCancellationComment = Optional.Of<string | null> "Moved on."))
                  "with a word"

              is """{"revoke":true}""" (SubscriptionUpdate.Revoke()) "end"
              is """{"pause_at_period_end":true}""" (SubscriptionUpdate.PauseAtPeriodEnd()) "pause"
              is """{"resume":true}""" (SubscriptionUpdate.Resume()) "resume"
              is """{"pending_update":null}""" (SubscriptionUpdate.ClearPendingUpdate()) "drop what is pending"
              is """{"seats":5}""" (SubscriptionUpdate.Seats 5L) "seats"
              is """{"units":7}""" (SubscriptionUpdate.Units 7L) "units"
              is $"""{{"product_id":"{id}"}}""" (SubscriptionUpdate.Product id) "product"
              is $"""{{"discount_id":"{id}"}}""" (SubscriptionUpdate.Discount(Nullable id)) "discount"
              is """{"discount_id":null}""" (SubscriptionUpdate.Discount(Nullable())) "no discount"
              is """{"trial_end":"now"}""" (SubscriptionUpdate.TrialEnd "now") "end of the trial"

              is
                  """{"current_billing_period_end":"2027-01-01T00:00:00Z"}"""
                  (SubscriptionUpdate.BillingPeriodEnd(DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)))
                  "end of the period" ]
