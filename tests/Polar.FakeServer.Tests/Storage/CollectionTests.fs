/// The collections that tables are made of, against those of the platform.
module Polar.FakeServer.Tests.Storage.CollectionTests

open System.Collections.Generic
open Expecto
open FsCheck
open Polar.FakeServer.Storage

let private property name (check: (int * bool) list -> bool) =
    testCase name (fun () -> Check.One(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400), check))

/// Goes through the steps of a list: true adds a number, false takes it away.
let private replay add remove empty (steps: (int * bool) list) =
    (empty, steps)
    ||> List.fold (fun state (number, adds) -> if adds then add number state else remove number state)

[<Tests>]
let tests =
    testList
        "collections"
        [ property "a set in order is the platform's" (fun steps ->
              let mine =
                  replay (fun n (s: OrderedSet<int>) -> s.Add n) (fun n s -> s.Remove n) (OrderedSet.Empty Comparer.Default) steps

              let theirs = replay Set.add Set.remove Set.empty steps |> Set.toArray

              Seq.toArray mine = theirs
              && mine.Count = theirs.Length
              && Array.init mine.Count (fun rank -> mine[rank]) = theirs
              && theirs
                 |> Array.indexed
                 |> Array.forall (fun (rank, item) -> mine.CountBefore item = rank && mine.Contains item))

          property "a trie over hashes is a dictionary, whatever the hashes are" (fun steps ->
              let colliding =
                  { new IEqualityComparer<int> with
                      member _.Equals(left, right) = left = right
                      member _.GetHashCode number = (number &&& 3) <<< 30 }

              [ EqualityComparer<int>.Default :> IEqualityComparer<int>; colliding ]
              |> List.forall (fun comparer ->
                  let mine =
                      replay (fun n (t: HashTrie<int, int>) -> t.Set(n, n * 2)) (fun n t -> t.Remove n) (HashTrie.Empty comparer) steps

                  let theirs = replay (fun n -> Map.add n (n * 2)) Map.remove Map.empty steps

                  mine.Count = theirs.Count
                  && steps
                     |> List.forall (fun (number, _) ->
                         match mine.TryFind number with
                         | true, value -> Map.tryFind number theirs = Some value
                         | _ -> not (Map.containsKey number theirs))))

          property "numbered items are an array with gaps" (fun steps ->
              let steps =
                  steps |> List.map (fun (number, adds) -> int64 (abs number % 5000), adds)

              let set number (items: NumberedItems<string>) = items.Set(number, string number)

              let remove number (items: NumberedItems<string>) =
                  if isNull (items.Find number) then
                      items
                  else
                      items.Remove number

              let mine =
                  (NumberedItems<string>.Empty, steps)
                  ||> List.fold (fun items (number, adds) -> if adds then set number items else remove number items)

              let theirs =
                  (Set.empty, steps)
                  ||> List.fold (fun all (number, adds) -> if adds then Set.add number all else Set.remove number all)

              List.ofSeq mine.All = (theirs |> Set.toList |> List.map string)
              && steps
                 |> List.forall (fun (number, _) -> not (isNull (mine.Find number)) = Set.contains number theirs))

          testCase "a log keeps its latest entries, and its older versions stay what they were" (fun () ->
              let versions =
                  [ 1..2000 ]
                  |> List.scan (fun (log: BoundedLog<int>) entry -> log.Add entry) (BoundedLog.Empty 600)

              for total, log in List.indexed versions do
                  if total % 97 = 0 then
                      Expect.equal (log.Total, log.Dropped) (int64 total, max 0L (int64 total - 600L)) "counts"
                      Expect.sequenceEqual log [ max 1 (total - 599) .. total ] "entries"

              let early = versions[300]
              let one, other = early.Add -1, early.Add -2
              Expect.equal (Seq.last one, Seq.last other) (-1, -2) "versions that branch off do not disturb each other"
              Expect.equal (Seq.last versions[301]) 301 "nor the one that went on") ]
