namespace Polar.Functional.AspNetCore;

/// <summary>Options of this name are registered: an endpoint without any would refuse everything, and only when it is called.</summary>
internal sealed record WebhookOptionsName(string Name);
