using Polar.FakeServer.Http;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Registration;

/// <summary>What is generated from Polar's API description.</summary>
/// <param name="Routes">Its operations.</param>
/// <param name="Schema">Makes the schema of a request by its name.</param>
/// <param name="Groups">The interfaces that handlers implement.</param>
internal sealed record DescribedApi(IReadOnlyList<Route> Routes, Func<string, Schema> Schema, IReadOnlyList<Type> Groups);
