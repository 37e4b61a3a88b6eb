using System.Collections.Frozen;

namespace Polar.FakeServer.Execution;

/// <summary>The answers to domain questions, by the type of the question; each is worked out from the world alone.</summary>
/// <param name="answers">What answers each question: a function from the world and the question to the answer.</param>
internal sealed class DomainAnswers(FrozenDictionary<Type, Delegate> answers)
{
    /// <summary>No answers at all.</summary>
    public static DomainAnswers None { get; } = new(FrozenDictionary<Type, Delegate>.Empty);

    /// <summary>The answer to a question.</summary>
    /// <exception cref="InvalidOperationException">No module answers it.</exception>
    public TAnswer Ask<TAnswer>(World world, IDomainQuestion<TAnswer> question) =>
        answers.TryGetValue(question.GetType(), out var answer)
            ? ((Func<World, IDomainQuestion<TAnswer>, TAnswer>)answer)(world, question)
            : throw new InvalidOperationException($"No module answers {question.GetType().Name}.");
}
