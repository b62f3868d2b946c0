#!/usr/bin/env bash
# Shell commands of this guide.

# region: fix-serve
vllm serve my-model --chat-template my-model/chat_template.jinja
# endregion
