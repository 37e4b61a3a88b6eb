using System.Collections.Frozen;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Registration;

/// <summary>Collects what modules register, in the order in which they are named.</summary>
internal sealed class ModuleBuilder
{
    private readonly Dictionary<Type, object> _handlers = [];
    private readonly List<Route> _routes = [];
    private readonly List<(string Operations, string Path, string Other)> _aliases = [];
    private readonly Dictionary<string, Func<Route, Route>> _corrections = [];
    private readonly List<(string Operations, AccessRule Rule)> _access = [];
    private readonly Dictionary<string, List<(Stage, Precondition)>> _preconditions = [];
    private readonly HashSet<string> _writingReads = [];
    private readonly Dictionary<string, string[]> _secrets = [];
    private readonly Dictionary<string, DirectBody> _direct = [];
    private readonly Dictionary<string, Func<Schema>> _schemas = [];
    private readonly Dictionary<string, Func<Schema, Schema>> _amendments = [];
    private readonly Dictionary<string, BodyRule> _rules = [];
    private readonly Dictionary<string, UnionTags> _tagged = [];
    private readonly Dictionary<string, UnionFact> _untagged = [];
    private readonly Dictionary<Type, Delegate> _answers = [];
    private readonly List<Func<ResourceKind>> _kinds = [];
    private readonly List<(Type Event, Action<Transaction, IDomainEvent> Handler)> _eventHandlers = [];

    /// <summary>Has the operations of a group handled.</summary>
    public ModuleBuilder Handle<TOperations>(TOperations handler)
        where TOperations : class
    {
        _handlers.Add(typeof(TOperations), handler);
        return this;
    }

    /// <summary>Adds an operation that Polar has and its API description leaves out.</summary>
    public ModuleBuilder Route(Route route)
    {
        _routes.Add(route);
        return this;
    }

    /// <summary>Adds operations that Polar has and its API description leaves out.</summary>
    public ModuleBuilder Routes(IEnumerable<Route> routes)
    {
        _routes.AddRange(routes);
        return this;
    }

    /// <summary>Has operations answer at a further path too, as Polar does for older clients.</summary>
    /// <param name="operations">The beginning of their ids: <c>products:</c>.</param>
    /// <param name="path">What their paths begin with.</param>
    /// <param name="other">What the further paths begin with instead.</param>
    public ModuleBuilder Alias(string operations, string path, string other)
    {
        _aliases.Add((operations, path, other));
        return this;
    }

    /// <summary>Says what the API description does not tell, or tells wrong, about an operation: whom it admits, and with which scopes.</summary>
    public ModuleBuilder Correct(string operation, Func<Route, Route> correct)
    {
        _corrections.Add(operation, correct);
        return this;
    }

    /// <summary>What a user's role must allow for an organization's things to be seen, and to be changed.</summary>
    /// <param name="operations">The operation, or the beginning of several: <c>products:</c>. The longest one that fits an operation counts.</param>
    /// <param name="view">What it takes to see them; null where any role may.</param>
    /// <param name="change">What it takes to change them; null where any role may.</param>
    public ModuleBuilder Access(string operations, Permission? view, Permission? change) => Access(operations, new AccessRule(view, change));

    /// <summary>What operations ask of a caller beyond subject and scope.</summary>
    public ModuleBuilder Access(string operations, AccessRule rule)
    {
        _access.Add((operations, rule));
        return this;
    }

    /// <summary>Adds something that must hold before an operation takes its step.</summary>
    public ModuleBuilder Require(string operation, Stage stage, Precondition check)
    {
        if (!_preconditions.TryGetValue(operation, out var checks))
        {
            _preconditions[operation] = checks = [];
        }

        checks.Add((stage, check));
        return this;
    }

    /// <summary>Says that a GET changes something; it then takes its turn as other changes do.</summary>
    public ModuleBuilder WritesOnGet(string operation)
    {
        _writingReads.Add(operation);
        return this;
    }

    /// <summary>Says which values of an operation's path and body nobody is to read in a log.</summary>
    public ModuleBuilder Secret(string operation, params string[] names)
    {
        _secrets.Add(operation, names);
        return this;
    }

    /// <summary>Gives an operation that has nothing in its path or query a shorter way for bodies that are as they should be.</summary>
    public ModuleBuilder Direct(string operation, DirectBody body)
    {
        _direct.Add(operation, body);
        return this;
    }

    /// <summary>What a body must satisfy beyond its schema, and what is made of it on the way in.</summary>
    public ModuleBuilder Body(string schema, BodyRule rule)
    {
        _rules.Add(schema, rule);
        return this;
    }

    /// <summary>Adds a schema that the API description leaves out.</summary>
    public ModuleBuilder Schema(string name, Func<Schema> make)
    {
        _schemas.Add(name, make);
        return this;
    }

    /// <summary>Says what the API description does not tell about an object's schema.</summary>
    public ModuleBuilder Amend(string schema, Func<ObjectSchema, Schema> amend)
    {
        _amendments.Add(schema, described => described is ObjectSchema members ? amend(members) : described);
        return this;
    }

    /// <summary>Says what the API description does not tell about a union with a tag.</summary>
    /// <param name="schema">One of the union's cases, which no other union has.</param>
    /// <param name="tags">How the cases are named.</param>
    public ModuleBuilder Union(string schema, UnionTags tags)
    {
        _tagged.Add(schema, tags);
        return this;
    }

    /// <summary>Says how the cases of a union are told apart that is described without a tag.</summary>
    /// <param name="schema">The union's first case.</param>
    /// <param name="fact">How its cases are told apart.</param>
    public ModuleBuilder Union(string schema, UnionFact fact)
    {
        _untagged.Add(schema, fact);
        return this;
    }

    /// <summary>Has something done whenever an event of this type is raised, in the same step.</summary>
    public ModuleBuilder On<TEvent>(Action<Transaction, TEvent> handler)
        where TEvent : IDomainEvent
    {
        _eventHandlers.Add((typeof(TEvent), (transaction, happened) => handler(transaction, (TEvent)happened)));
        return this;
    }

    /// <summary>Answers a question that a floor below asks.</summary>
    public ModuleBuilder Answer<TQuestion, TAnswer>(Func<World, TQuestion, TAnswer> answer)
        where TQuestion : IDomainQuestion<TAnswer>
    {
        _answers.Add(typeof(TQuestion), (World world, IDomainQuestion<TAnswer> question) => answer(world, (TQuestion)question));
        return this;
    }

    /// <summary>Lets people look at the rows of a table, in lists and one by one.</summary>
    /// <param name="kind">Says how they are shown; called when somebody looks.</param>
    public ModuleBuilder Inspect(Func<ResourceKind> kind)
    {
        _kinds.Add(kind);
        return this;
    }

    /// <summary>Names the codec of a collection of values that rows hold, so that a program which was compiled natively has code for it.</summary>
    public ModuleBuilder Keep<TCollection>(Func<Codec> codec)
        where TCollection : notnull
    {
        NamedCodecs.Add(typeof(TCollection), codec);
        return this;
    }

    /// <summary>Everything that the modules bring, as one immutable value.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="api">The API as it is described.</param>
    /// <exception cref="InvalidOperationException">A group of operations has no handler.</exception>
    public static ComposedModules Compose(IEnumerable<IModule> modules, DescribedApi api)
    {
        var builder = new ModuleBuilder();
        foreach (var module in modules)
        {
            module.Register(builder);
        }

        return builder.Compose(api);
    }

    private ComposedModules Compose(DescribedApi api)
    {
        if (api.Groups.Where(group => !_handlers.ContainsKey(group)).Select(group => group.Name).ToArray() is { Length: > 0 } unhandled)
        {
            throw new InvalidOperationException($"No module handles {string.Join(", ", unhandled)}.");
        }

        var handlers = new Handlers(_handlers.ToFrozenDictionary());
        return new ComposedModules(
            handlers,
            [.. api.Routes.Concat(_routes).SelectMany(WithAliases).Select(route => Composed(route, handlers))],
            new SchemaCatalog(
                api.Schema,
                _schemas.ToFrozenDictionary(),
                _amendments.ToFrozenDictionary(),
                _rules.ToFrozenDictionary(),
                _tagged.ToFrozenDictionary(),
                _untagged.ToFrozenDictionary()),
            new DomainEventHandlers(_eventHandlers),
            new DomainAnswers(_answers.ToFrozenDictionary()))
        {
            Kinds = new Lazy<IReadOnlyList<ResourceKind>>(() => [.. _kinds.Select(kind => kind())]),
        };
    }

    private IEnumerable<Route> WithAliases(Route route) => _aliases
        .Where(alias => route.Id.StartsWith(alias.Operations, StringComparison.Ordinal) && route.Template.StartsWith(alias.Path, StringComparison.Ordinal))
        .Select(alias => route with { Template = alias.Other + route.Template[alias.Path.Length..] })
        .Append(route);

    private Route Composed(Route route, Handlers handlers)
    {
        var access = _access
            .Where(entry => entry.Operations.EndsWith(':') ? route.Id.StartsWith(entry.Operations, StringComparison.Ordinal) : route.Id == entry.Operations)
            .OrderByDescending(entry => entry.Operations.Length)
            .Select(entry => entry.Rule)
            .FirstOrDefault(AccessRule.None);
        var known = _corrections.TryGetValue(route.Id, out var correct) ? correct(route) : route;
        return known with
        {
            Handlers = handlers,
            Access = route.Method == "GET" ? access with { Change = null } : access,
            Preconditions = _preconditions.TryGetValue(route.Id, out var checks) ? checks : [],
            Direct = _direct.GetValueOrDefault(route.Id),
            WritesOnGet = route.WritesOnGet || _writingReads.Contains(route.Id),
            Secrets = _secrets.GetValueOrDefault(route.Id) ?? known.Secrets,
        };
    }
}
