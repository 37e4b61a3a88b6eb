namespace Polar.FakeServer.Execution;

/// <summary>Something that pages are told while they listen, and that is kept nowhere.</summary>
/// <param name="Of">Whose pages: the customer's of this id, or the checkout's.</param>
/// <param name="Key">What has happened, such as <c>benefit.granted</c>.</param>
/// <param name="Payload">What goes along: texts, null where there is none.</param>
internal sealed record PageNotice(Guid Of, string Key, params IReadOnlyList<(string Name, string? Value)> Payload);
