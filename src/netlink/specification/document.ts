/** What a specification's YAML has (Documentation/netlink/genetlink-legacy.rst and its schemas), as far as it is read. */
export interface Document {
  readonly name: string;
  readonly protocol?: 'genetlink' | 'genetlink-c' | 'genetlink-legacy' | 'netlink-raw';
  /** Of `netlink-raw`: NETLINK_ROUTE is 0. */
  readonly protonum?: number;
  readonly version?: number;
  readonly definitions?: readonly Definition[];
  readonly 'attribute-sets': readonly SetDeclaration[];
  readonly 'sub-messages'?: readonly SubMessage[];
  readonly operations: Operations;
}

export interface Definition {
  readonly name: string;
  readonly type: 'struct' | 'enum' | 'flags' | 'const';
  readonly 'name-prefix'?: string;
  readonly 'value-start'?: number;
  readonly members?: readonly Member[];
  readonly entries?: readonly (string | Entry)[];
}

export interface Entry {
  readonly name: string;
  readonly value?: number;
}

interface Typed {
  readonly name: string;
  readonly type?: string;
  readonly struct?: string;
  readonly enum?: string;
  readonly 'enum-as-flags'?: boolean;
  readonly 'byte-order'?: 'big-endian' | 'little-endian';
  readonly 'display-hint'?: string;
}

export interface Member extends Typed {
  readonly type: string;
  readonly len?: number;
}

export interface Attribute extends Typed {
  readonly value?: number;
  readonly 'sub-type'?: string;
  readonly 'sub-message'?: string;
  readonly selector?: string;
  readonly 'nested-attributes'?: string;
  readonly 'multi-attr'?: boolean;
}

export interface SetDeclaration {
  readonly name: string;
  readonly 'name-prefix'?: string;
  readonly 'subset-of'?: string;
  readonly attributes: readonly Attribute[];
}

export interface SubMessage {
  readonly name: string;
  readonly formats: readonly {
    readonly value: string;
    readonly 'attribute-set'?: string;
    readonly 'fixed-header'?: string;
  }[];
}

export interface Operations {
  readonly 'name-prefix'?: string;
  readonly 'fixed-header'?: string;
  readonly 'enum-model'?: 'unified' | 'directional';
  readonly list: readonly Operation[];
}

export interface Operation {
  readonly name: string;
  readonly value?: number;
  readonly 'attribute-set'?: string;
  readonly 'fixed-header'?: string;
  readonly do?: Exchange;
  readonly dump?: Exchange;
  readonly event?: { readonly value?: number };
}

interface Exchange {
  readonly request?: { readonly value?: number };
  readonly reply?: { readonly value?: number };
}
