using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Customers.Members;

/// <summary>A member was removed from a customer that stays; what the member had goes with it.</summary>
internal sealed record MemberDeleted(MemberRow Member) : IDomainEvent;

/// <summary>A member has another address.</summary>
internal sealed record MemberEmailChanged(MemberRow Member) : IDomainEvent;
