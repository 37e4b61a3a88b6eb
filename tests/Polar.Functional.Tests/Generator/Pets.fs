/// Schemas of pets.
module internal Polar.Functional.Tests.Generator.Pets

open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents
open Polar.Functional.Tests

let cat =
    """"Cat":{"type":"object","required":["kind","name"],"properties":{"kind":{"type":"string","const":"cat"},"name":{"type":"string"},"lives":{"type":"integer"}}}"""
