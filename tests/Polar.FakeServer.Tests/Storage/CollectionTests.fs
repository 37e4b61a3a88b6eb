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

          property "a trie takes many entries at once as it takes them one by one, whatever the hashes are" (fun steps ->
              let colliding =
                  { new IEqualityComparer<int> with
                      member _.Equals(left, right) = left = right
                      member _.GetHashCode number = (number &&& 7) <<< 29 }

              let keys = steps |> List.map fst |> List.distinct

              [ EqualityComparer<int>.Default :> IEqualityComparer<int>; colliding ]
              |> List.forall (fun comparer ->
                  let before =
                      (HashTrie.Empty comparer, keys |> List.indexed |> List.filter (fun (index, _) -> index % 3 = 0))
                      ||> List.fold (fun (trie: HashTrie<int, string>) (_, key) -> trie.Set(key, "old"))

                  let changed =
                      keys
                      |> List.indexed
                      |> List.filter (fun (index, _) -> index % 2 = 0)
                      |> List.map snd

                  let all =
                      before.SetRange(changed |> List.map (fun key -> KeyValuePair(key, "new")) |> Array.ofList)

                  let oneByOne =
                      (before, changed) ||> List.fold (fun trie key -> trie.Set(key, "new"))

                  let read (trie: HashTrie<int, string>) =
                      keys
                      |> List.map (fun key ->
                          match trie.TryFind key with
                          | true, value -> value
                          | _ -> "none")

                  all.Count = oneByOne.Count
                  && read all = read oneByOne
                  && changed |> List.forall (fun key -> snd (all.TryFind key) = "new")))

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

          property "a set that is made in one go is the one that is made item by item" (fun steps ->
              let items = steps |> List.map fst |> Set.ofList |> Set.toArray

              let mine = OrderedSet.OfSorted(Comparer<int>.Default, System.ReadOnlySpan items)

              let more =
                  replay (fun n (s: OrderedSet<int>) -> s.Add n) (fun n s -> s.Remove n) mine steps

              Seq.toArray mine = items
              && Array.init mine.Count (fun rank -> mine[rank]) = items
              && Seq.toArray more = (replay Set.add Set.remove (Set.ofArray items) steps |> Set.toArray))

          property "what is different between two sets is found, however they came to be" (fun steps ->
              let middle = steps.Length / 2

              let apply steps start =
                  replay (fun n (s: OrderedSet<int>) -> s.Add n) (fun n s -> s.Remove n) start steps

              let both = apply (List.truncate middle steps) (OrderedSet.Empty Comparer.Default)

              let one, other =
                  apply (List.skip middle steps) both, apply (List.rev steps |> List.map (fun (n, adds) -> n, not adds)) both

              let changes = [ for struct (item, isThere) in one.ChangesTo other -> item, isThere ]

              let expected =
                  [ for item in Set.difference (Set.ofSeq one) (Set.ofSeq other) -> item, false
                    for item in Set.difference (Set.ofSeq other) (Set.ofSeq one) -> item, true ]

              set changes = set expected
              && changes.Length = expected.Length
              && Seq.isEmpty (one.ChangesTo one))

          property "a trie that is made in one go is a dictionary" (fun steps ->
              let entries =
                  steps |> List.map (fun (number, _) -> number, number * 2) |> Map.ofList

              let colliding =
                  { new IEqualityComparer<int> with
                      member _.Equals(left, right) = left = right
                      member _.GetHashCode number = (number &&& 3) <<< 30 }

              [ EqualityComparer<int>.Default :> IEqualityComparer<int>; colliding ]
              |> List.forall (fun comparer ->
                  let mine =
                      HashTrie<int, int>.Of(comparer, [ for entry in entries -> KeyValuePair(entry.Key, entry.Value) ])

                  let fewer = mine.Remove(if entries.IsEmpty then 0 else Seq.head entries.Keys)

                  mine.Count = entries.Count
                  && fewer.Count = max 0 (entries.Count - 1)
                  && entries
                     |> Map.forall (fun number value ->
                         match mine.TryFind number with
                         | true, found -> found = value
                         | _ -> false)
                  && not (
                      fst (mine.TryFind System.Int32.MinValue)
                      && not (entries.ContainsKey System.Int32.MinValue)
                  )))

          property "what is different between two arrays with gaps is found" (fun steps ->
              let steps =
                  steps |> List.map (fun (number, adds) -> int64 (abs number % 5000), adds)

              let middle = steps.Length / 2

              let apply (text: string) steps start =
                  (start, steps)
                  ||> List.fold (fun (items: NumberedItems<string>) (number, adds) ->
                      if adds then items.Set(number, $"{text}{number}")
                      elif isNull (items.Find number) then items
                      else items.Remove number)

              let both = apply "" (List.truncate middle steps) NumberedItems<string>.Empty

              let one, other =
                  apply "a" (List.skip middle steps) both, apply "b" (List.rev steps |> List.map (fun (n, adds) -> n, not adds)) both

              let changed =
                  (one, one.ChangesTo other)
                  ||> Seq.fold (fun items struct (number, item) ->
                      match item with
                      | null -> items.Remove number
                      | item -> items.Set(number, item))

              let numbers = [| 0L .. 5000L |]

              let present =
                  numbers |> Array.filter (fun number -> not (isNull (other.Find number)))

              let atOnce =
                  NumberedItems<string>
                      .Of(
                          System.ReadOnlySpan present,
                          System.ReadOnlySpan [| for number in present -> other.Find number |> Unchecked.nonNull |]
                      )

              numbers
              |> Array.forall (fun number ->
                  changed.Find number = other.Find number
                  && atOnce.Find number = other.Find number)
              && List.ofSeq atOnce.All = List.ofSeq other.All
              && Seq.isEmpty (one.ChangesTo one))

          testCase "lists that grow apart know how much they have in common" (fun () ->
              for shared in [ 0; 1; 5; 100; 4095; 4096; 4097; 9000 ] do
                  let both =
                      (AppendList<string>.Empty, [ 1..shared ])
                      ||> List.fold (fun list number -> list.Add(string number))

                  let grown (text: string) count (list: AppendList<string>) =
                      (list, [ 1..count ])
                      ||> List.fold (fun list number -> list.Add $"{text}{number}")

                  for one, other in [ 0, 0; 0, 3; 5, 5; 5000, 2 ] do
                      let left, right = grown "a" one both, grown "b" other both
                      Expect.equal (left.CommonWith right) shared $"{shared} + {one}, {other}"
                      Expect.equal (right.CommonWith left) shared $"{shared} + {other}, {one}")

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
