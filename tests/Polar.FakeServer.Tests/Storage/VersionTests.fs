/// The collections that tables are made of, when several versions of one go on from it.
module Polar.FakeServer.Tests.Storage.VersionTests

open System
open System.Collections.Generic
open Expecto
open FsCheck
open Polar.FakeServer.Storage

type private Row =
    { Id: Guid
      OrganizationId: Guid
      Name: string }

    interface IRow with
        member row.Id = row.Id
        member row.OrganizationId = row.OrganizationId
        member _.CreatedAt = DateTimeOffset.UnixEpoch

let private property name (check: (int * bool) list -> bool) =
    testCase name (fun () -> Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400), check))

[<Tests>]
let tests =
    testList
        "versions of collections"
        [ property "versions of a set that grow at its end do not see each other's items" (fun steps ->
              // Each step goes on from a version, mostly from the newest one, as a fork or a step that failed would.
              let versions =
                  ([ Set.empty, OrderedSet.Empty Comparer<int>.Default ], List.indexed steps)
                  ||> List.fold (fun versions (step, (number, isNewest)) ->
                      let theirs, mine =
                          if isNewest || number % 3 <> 0 then
                              List.head versions
                          else
                              versions[abs number % versions.Length]

                      let item =
                          match number % 5 with
                          | 0 -> number
                          | 1 when not (Set.isEmpty theirs) -> Set.minElement theirs
                          | _ -> 1000 + step

                      if Set.contains item theirs then
                          (Set.remove item theirs, mine.Remove item) :: versions
                      else
                          (Set.add item theirs, mine.Add item) :: versions)

              versions
              |> List.forall (fun (theirs, mine) ->
                  let items = Set.toArray theirs

                  Seq.toArray mine = items
                  && Array.init mine.Count (fun rank -> mine[rank]) = items
                  && items
                     |> Array.indexed
                     |> Array.forall (fun (rank, item) -> mine.CountBefore item = rank && mine.Contains item))
              && versions
                 |> List.pairwise
                 |> List.forall (fun ((now, mine), (before, other)) ->
                     let changes =
                         [ for struct (item, isThere) in other.ChangesTo mine -> item, isThere ]

                     set changes =
                         set
                             [ for item in now - before -> item, true
                               for item in before - now -> item, false ]))

          property "hashed places find what each version has, whatever other versions of it have added" (fun steps ->
              let hashOf (number: int) = int64 (number % 50) * 7919L

              // Versions are lists of numbers; each step goes on from one of them, as a fork or a step that failed would.
              let versions =
                  ([ [||], HashedPlaces.Empty ], steps)
                  ||> List.fold (fun versions (number, isNewest) ->
                      let rows, places =
                          if isNewest then
                              List.head versions
                          else
                              versions[abs number % versions.Length]

                      let added = [| number; number + 1 |]
                      let grown = Array.append rows added

                      let index =
                          places.AddRange(
                              System.ReadOnlySpan(Array.map hashOf added),
                              System.ReadOnlySpan [| rows.Length; rows.Length + 1 |],
                              fun place ->
                                  if place < rows.Length then
                                      System.Nullable(hashOf rows[place])
                                  else
                                      System.Nullable()
                          )

                      (grown, index) :: versions)

              versions
              |> List.forall (fun (rows, places) ->
                  places.Count = rows.Length
                  && Seq.indexed rows
                     |> Seq.forall (fun (place, row) ->
                         let found = ResizeArray()
                         let mutable at = places.Find(hashOf row)

                         while at.MoveNext() do
                             found.Add at.Current

                         found.Contains place)))

          testCase "hashed places that go the same way again take no more room" (fun () ->
              let add (places: HashedPlaces) number =
                  places.AddRange(
                      System.ReadOnlySpan [| int64 number |],
                      System.ReadOnlySpan [| number |],
                      fun place -> System.Nullable(int64 place)
                  )

              let start = List.fold add HashedPlaces.Empty [ 0..9 ]

              for _ in 1..1000 do
                  List.fold add start [ 10..19 ] |> ignore

              let mutable found = start.Find 15L
              let mutable count = 0

              while found.MoveNext() do
                  count <- count + 1

              Expect.equal count 1 "the entry is there once")

          property "versions of a table find their own rows by rare values, as they find them by others" (fun steps ->
              let rare = Keys.RareText<Row>(fun row -> row.Name)
              let usual = Keys.Text<Row>(fun row -> row.Name)
              let organization = Guid.Parse "11111111-1111-4111-8111-111111111111"
              let name number = $"name {abs number % 7}"

              // Each step goes on from a version: it adds a row, gives one another name, or takes one out.
              let versions =
                  ([ Table<Row>.Empty.With([ rare :> TableKey<Row>; usual ]) ], List.indexed steps)
                  ||> List.fold (fun versions (step, (number, isNewest)) ->
                      let table =
                          if isNewest || number % 3 <> 0 then
                              List.head versions
                          else
                              versions[abs number % versions.Length]

                      let known = Array.ofSeq table.All

                      let changed =
                          match abs number % 4 with
                          | 0 when known.Length > 0 -> table.Remove known[step % known.Length].Id
                          | 1 when known.Length > 0 ->
                              table.Set
                                  { known[step % known.Length] with
                                      Name = name step }
                          | _ ->
                              table.Set
                                  { Id = RowId.Of(ReadOnlySpan [| $"{step}" |])
                                    OrganizationId = organization
                                    Name = name number }

                      changed :: versions)

              versions
              |> List.forall (fun table ->
                  let rows = Array.ofSeq table.All

                  table.Count = rows.Length
                  && rows |> Array.forall (fun row -> Object.ReferenceEquals(table.Find row.Id, row))
                  && [ 0..6 ]
                     |> List.forall (fun number ->
                         let expected = rows |> Array.filter (fun row -> row.Name = name number)

                         Array.ofSeq (table.Of(organization, rare, name number)) = expected
                         && Array.ofSeq (table.Of(organization, usual, name number)) = expected)))

          property "versions of numbered items do not see each other's items" (fun steps ->
              // Numbers are given as rows get theirs: a new one is the highest of its version; others are changed or taken out.
              let versions =
                  ([ Map.empty, 0L, NumberedItems<string>.Empty ], List.indexed steps)
                  ||> List.fold (fun versions (step, (number, isNewest)) ->
                      let theirs, next, mine =
                          if isNewest || number % 3 <> 0 then
                              List.head versions
                          else
                              versions[abs number % versions.Length]

                      let known = Map.toArray theirs

                      match abs number % 4 with
                      | 0 when known.Length > 0 ->
                          let place = fst known[abs number % known.Length]
                          (Map.remove place theirs, next, mine.Remove place) :: versions
                      | 1 when known.Length > 0 ->
                          let place = fst known[abs number % known.Length]

                          (Map.add place $"changed {step}" theirs, next, mine.Set(place, $"changed {step}"))
                          :: versions
                      | 2 when number % 5 = 0 -> (theirs, next + int64 (abs number % 40), mine) :: versions
                      | _ ->
                          (Map.add next $"new {step}" theirs, next + 1L, mine.Set(next, $"new {step}"))
                          :: versions)

              versions
              |> List.forall (fun (theirs, next, mine) ->
                  List.ofSeq mine.All = List.ofSeq (Map.values theirs)
                  && (if Map.isEmpty theirs then
                          isNull mine.First
                      else
                          mine.First = snd (Map.minKeyValue theirs))
                  && List.forall
                      (fun place ->
                          match Map.tryFind place theirs with
                          | Some item -> mine.Find place = item
                          | None -> isNull (mine.Find place))
                      [ 0L .. next + 20L ])
              && versions
                 |> List.pairwise
                 |> List.forall (fun ((now, _, mine), (before, _, other)) ->
                     let changes =
                         [ for struct (place, item) in other.ChangesTo mine -> place, Option.ofObj item ]

                     let expected =
                         [ for place in Seq.distinct (Seq.append (Map.keys now) (Map.keys before)) do
                               if Map.tryFind place now <> Map.tryFind place before then
                                   place, Map.tryFind place now ]

                     set changes = set expected)) ]
